/**
 * What a strategy is worth: rounds replayed as the validator runs them, their evaluation, scores and rankings.
 *
 * <p>Everything here is pure: no clock, no network, no store. The same input gives the same bits, on any thread.
 */
@Export
@Version("1.0.0")
package weir.backtest;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
