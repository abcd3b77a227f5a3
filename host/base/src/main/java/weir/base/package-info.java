/**
 * Utilities of the host: atomic file replacement, directory watching, addresses, masking of secrets, hexadecimal text, hashes. Plugins cannot
 * import this package.
 */
@Export
@Version("1.2.0")
package weir.base;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
