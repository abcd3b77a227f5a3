/**
 * Rounds as the validator runs them, replayed over recorded swaps with a strategy, and the look-ahead check.
 *
 * <p>All code here is deterministic: it uses no clock, network or store, so the same input gives the same bits.
 */
@Export
@Version("1.0.0")
package weir.backtest.round;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
