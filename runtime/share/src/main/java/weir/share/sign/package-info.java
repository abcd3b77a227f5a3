/** Signed messages, and the programs that sign them. No class of this package reads a private key. */
@Export
@Version("1.0.0")
package weir.share.sign;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
