/**
 * The market that strategies see: one implementation, which the router uses for live queries and the backtest for replayed ones.
 *
 * <p>The view itself uses no clock, network or database. It reads {@link weir.market.SwapSource}s; the host has one that reads
 * the stored history.
 */
@Export
@Version("1.0.0")
package weir.market;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
