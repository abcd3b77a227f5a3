package weir.installer;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps the framework's strategy bundles equal to the plugins folder. The folder is the truth: to install, put a JAR there (best
 * under another name, then renamed); to uninstall, delete it. Thread-safe.
 */
@ProviderType
public interface Installer {

    /** The JARs of the plugins folder in the order of their names, and what became of each. One consistent snapshot. */
    List<PluginStatus> status();

    /** What keeps the installer itself from its work, with the remedy: a folder it cannot read, a disk that is full. */
    List<String> problems();

    /**
     * Whether the classes of uninstalled plugins were freed. It takes some seconds until a plugin that has gone counts as freed or
     * held.
     */
    Unloading unloading();
}
