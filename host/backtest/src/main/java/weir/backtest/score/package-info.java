/** Scores of strategies by pair, as moving averages like a validator's, and the file that keeps them. */
@Export
@Version("1.0.0")
package weir.backtest.score;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
