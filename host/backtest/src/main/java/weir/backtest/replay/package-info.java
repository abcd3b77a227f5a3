/**
 * Replay of planned rounds over recorded swaps with a strategy, and the check that a strategy does not see later swaps.
 *
 * <p>All code here is deterministic: it uses no clock, network or store, so the same input gives the same bits.
 */
@Export
@Version("1.0.0")
package weir.backtest.replay;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
