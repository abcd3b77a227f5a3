package weir.installer.internal.deploy;

import org.osgi.framework.Bundle;
import weir.installer.BundleIdentity;

/**
 * A plugin whose bundle is active.
 *
 * @param hash SHA-256 of the JAR's content
 * @param identity symbolic name and version of the bundle
 * @param bundle the active bundle
 */
public record DeployedPlugin(String hash, BundleIdentity identity, Bundle bundle) {}
