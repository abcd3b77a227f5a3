/**
 * Backtests of strategies over a period of stored swaps: replays the rounds like a validator, evaluates them by the validator's model and
 * by the {@code v3} model, and checks strategies for look-ahead.
 *
 * <p>This package starts no framework, reads no clock and opens no connection: the caller provides histories and strategies.
 */
@Export
@Version("1.0.0")
package weir.backtest.experiment;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
