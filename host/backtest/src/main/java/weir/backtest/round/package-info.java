/**
 * Rounds as the validator runs them, played in process with a strategy, and checks of the result.
 *
 * <p>Everything here is deterministic: no clock, network or store. The same input gives the same bits on any thread.
 */
@Export
@Version("1.0.0")
package weir.backtest.round;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
