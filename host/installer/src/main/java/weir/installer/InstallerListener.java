package weir.installer;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A service that the installer notifies of changes. Called on the installer's thread: return at once, and do not throw. */
@ConsumerType
public interface InstallerListener {

    /**
     * The status of a plugin or the list of problems changed. {@link Installer#status} returns the new status already.
     *
     * @param plugins the new status of all plugins
     */
    void pluginsChanged(List<PluginStatus> plugins);
}
