/**
 * Scoring targets, the moving averages that the validator computes from scores, the rankings of miners, and stored scores.
 */
@Export
@Version("1.0.0")
package weir.backtest.score;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
