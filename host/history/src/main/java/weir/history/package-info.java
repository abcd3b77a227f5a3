/**
 * Where pool events are kept: an embedded store that needs no set-up, PostgreSQL with the validator's tables, and the
 * import from CSV and from PostgreSQL.
 *
 * <p>Units throughout: token amounts are raw token units from the pool's side (positive: the pool received it); prices are
 * {@code sqrtPriceX96}; blocks are block numbers, never dates. What cannot be read or believed is a
 * {@link weir.history.HistoryException} that names the place and what to do next.
 */
@Export
@Version("1.0.0")
package weir.history;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
