package weir.installer.internal.deploy;

import org.osgi.framework.Bundle;
import weir.installer.BundleIdentity;

/**
 * A plugin whose bundle is active.
 *
 * @param hash SHA-256 of its content
 */
public record DeployedPlugin(String hash, BundleIdentity identity, Bundle bundle) {}
