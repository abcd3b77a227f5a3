/** Divides the rounds of a sweep into parts: folds of training and test rounds, and stages of successive halving. */
@Export
@Version("1.0.0")
package weir.backtest.walkforward;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
