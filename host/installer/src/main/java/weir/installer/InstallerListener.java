package weir.installer;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A service that the installer calls after changes. A call is on the installer's thread: it must return at once and not throw. */
@ConsumerType
public interface InstallerListener {

    /**
     * The status of a plugin or the list of problems changed. {@link Installer#status} already returns the new status.
     *
     * @param plugins new status of all plugins
     */
    void pluginsChanged(List<PluginStatus> plugins);
}
