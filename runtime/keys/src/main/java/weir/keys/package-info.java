/**
 * Private keys: key files, mnemonics and signing.
 *
 * <p>This is the only module that handles private keys. No process that runs strategies has it on its class path.
 */
@Export
@Version("1.0.0")
package weir.keys;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
