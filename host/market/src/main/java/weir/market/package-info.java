/**
 * The market that strategies see. The router uses it for queries of validators, and the backtest for replayed queries.
 *
 * <p>{@link weir.market.MarketView} uses no clock, network or database. It reads swaps from a {@link weir.market.SwapSource};
 * the host has one that reads the stored history.
 */
@Export
@Version("1.0.0")
package weir.market;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
