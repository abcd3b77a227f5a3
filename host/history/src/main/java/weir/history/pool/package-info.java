/** Metadata of pools: tokens, fee, tick spacing; stored as one JSON file for each pool. */
@Export
@Version("1.0.0")
package weir.history.pool;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
