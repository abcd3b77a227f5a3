/** Compares installed bundles with what their publishers have published since. Changes nothing. */
@Export
@Version("1.0.0")
package weir.share.update;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
