/**
 * Private keys: key files, mnemonics and signing.
 *
 * <p>Only this module handles private keys. A process that runs strategies does not have it on its class path.
 */
@Export
@Version("1.0.0")
package weir.keys;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
