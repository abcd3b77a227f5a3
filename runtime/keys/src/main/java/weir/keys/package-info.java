/**
 * Private keys: key files, mnemonics and signing.
 *
 * <p>The only module that handles private keys. It is on the class path of no process that runs strategies.
 */
@Export
@Version("1.0.0")
package weir.keys;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
