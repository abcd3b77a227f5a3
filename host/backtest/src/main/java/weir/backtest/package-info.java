/**
 * Swaps in columns, and the validator's evaluation of positions over them. Subpackages contain rounds, scores, the {@code v3} model,
 * the pool model, markets, backtests and sweeps.
 *
 * <p>All code here is deterministic: it uses no clock, network or store, so the same input gives the same bits.
 */
@Export
@Version("1.0.0")
package weir.backtest;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
