/** Results of a backtest: per round, per model and in total. Amounts are whole tokens; values are whole token1. */
@Export
@Version("1.0.0")
package weir.backtest.result;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
