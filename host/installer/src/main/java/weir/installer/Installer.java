package weir.installer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps the framework's plugin bundles equal to the plugins directory. To deploy a plugin, put its JAR there, best under a name
 * that does not end with {@code .jar}, then rename it. To remove a plugin, delete its JAR. Thread-safe.
 */
@ProviderType
public interface Installer {

    /** The state of each JAR in the plugins directory, sorted by file name. One consistent snapshot. */
    List<PluginStatus> status();

    /** Problems of the installer itself, each with its remedy: a directory that cannot be read, a full disk. */
    List<String> problems();

    /** Those of the {@link #problems} that only a restart of the host solves: bundles whose start does not end. */
    List<String> hangingStarts();

    /** Whether the classes of uninstalled plugins were freed. A plugin counts as freed or leaked some seconds after its removal. */
    ClassUnloadingStatus classUnloading();

    /**
     * Permits a bundle to provide a strategy name that belongs to another bundle. Plugins that were rejected for this reason are tried
     * again. The permission is stored.
     *
     * @param strategy name of the strategy
     * @param bundle symbolic name of the bundle
     * @throws IllegalArgumentException if one of the two is not a valid name
     * @throws IOException if the permission could not be stored
     */
    void allowName(String strategy, String bundle) throws IOException;

    /**
     * Returns how long the current scan of the plugins directory has been running, or how late the next scan is; zero between two
     * scans. A start or stop of a bundle may take seconds; a higher value means that the installer's thread is blocked or dead.
     */
    Duration scanDelay();
}
