package weir.installer.internal;

import org.osgi.framework.Bundle;

/**
 * A plugin that runs.
 *
 * @param hash SHA-256 of its content
 * @param identity who it is
 * @param bundle its bundle in the framework
 */
record Installed(String hash, ManifestPolicy.Identity identity, Bundle bundle) {}
