/** Blocklists: fetched from keepers, and written by them. */
@Export
@Version("1.0.0")
package weir.share.list;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
