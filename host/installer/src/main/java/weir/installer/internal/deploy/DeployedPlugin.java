package weir.installer.internal.deploy;

import java.util.Set;
import org.osgi.framework.Bundle;
import weir.installer.BundleIdentity;
import weir.isolation.Placement;

/**
 * A plugin whose bundle was installed and started.
 *
 * @param hash SHA-256 of the JAR's content
 * @param identity symbolic name and version of the bundle
 * @param bundle the bundle
 * @param permissions names of the permissions that its code uses or its manifest declares
 * @param placement where its code runs
 */
public record DeployedPlugin(
        String hash, BundleIdentity identity, Bundle bundle, Set<String> permissions, Placement placement) {

    public DeployedPlugin {
        permissions = Set.copyOf(permissions);
    }

    /** Whether the bundle is active. Only the installer should stop it, but other code can. */
    public boolean isActive() {
        return bundle.getState() == Bundle.ACTIVE;
    }
}
