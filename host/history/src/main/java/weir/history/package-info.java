/**
 * Stored pool events: an embedded store that needs no set-up, a reader of the validator's PostgreSQL tables, import from CSV and
 * PostgreSQL, and the metadata of pools.
 *
 * <p>Units: token amounts are raw token units, positive if the pool received them; prices are {@code sqrtPriceX96}; blocks are
 * block numbers, never dates. Errors are {@link weir.history.HistoryException}s, which name the place and what to do.
 */
@Export
@Version("1.1.0")
package weir.history;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
