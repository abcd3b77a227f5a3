/**
 * Sweeps: backtests of one strategy with many combinations of parameters, on several threads. An interrupted sweep can be resumed; its
 * result does not depend on the number of threads.
 */
@Export
@Version("2.0.0")
package weir.backtest.sweep;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
