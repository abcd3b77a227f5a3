/**
 * Swaps in columns, and the validator's evaluation of positions over them. Subpackages hold rounds, scores, the {@code v3} model,
 * the pool model, markets and sweeps.
 *
 * <p>Everything here is deterministic: no clock, network or store. The same input gives the same bits on any thread.
 */
@Export
@Version("1.0.0")
package weir.backtest;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
