package weir.router;

import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.framework.Bundle;

/** A service that knows which plugins stay installed. The router asks it before it pins a route to a version. Thread-safe. */
@ConsumerType
public interface InstalledPlugins {

    /** Whether the bundle stays installed: its file is in the plugins directory now. Reads the file system. */
    boolean isInstalled(Bundle bundle);

    /**
     * Whether no further route may use the bundle. Routes that it serves keep it. Called under a lock of the router: returns at
     * once.
     *
     * @param bundleId id of the bundle in the framework
     */
    default boolean isHeld(long bundleId) {
        return false;
    }
}
