/**
 * Stored pool events: an embedded store that needs no set-up, and a reader of the validator's PostgreSQL tables.
 *
 * <p>Units: token amounts are raw token units, positive if the pool received them; prices are {@code sqrtPriceX96}; blocks are
 * block numbers, never dates. Errors are {@link weir.history.HistoryException}s, which name the place and what to do.
 */
@Export
@Version("2.0.0")
package weir.history;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
