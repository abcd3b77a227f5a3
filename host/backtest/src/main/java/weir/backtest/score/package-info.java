/**
 * Scores of a round, the moving averages that the validator keeps of them, and the rankings that follow. Pure functions.
 */
@Export
@Version("1.0.0")
package weir.backtest.score;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
