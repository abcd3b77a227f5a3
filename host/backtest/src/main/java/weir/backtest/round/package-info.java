/**
 * Rounds as the validator runs them: the plan of a round, the loop over its blocks, and its result.
 *
 * <p>All code here is deterministic: it uses no clock, network or store, so the same input gives the same bits.
 */
@Export
@Version("2.0.0")
package weir.backtest.round;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
