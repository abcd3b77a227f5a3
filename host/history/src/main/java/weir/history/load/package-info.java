/**
 * Import of swaps from CSV files and PostgreSQL into a store, and the check that stored swaps continue each other without a gap. Errors
 * are {@link weir.history.HistoryException}s, which name the line or the block and what to do.
 */
@Export
@Version("1.0.0")
package weir.history.load;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
