/** Confidence intervals of means over rounds, by the stationary bootstrap. Units are those of the values. */
@Export
@Version("1.0.0")
package weir.backtest.stats;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
