/** The hotkeys of a publisher, signed by its coldkey. */
@Export
@Version("1.0.0")
package weir.share.publisher;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
