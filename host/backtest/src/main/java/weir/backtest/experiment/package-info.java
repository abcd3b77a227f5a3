/**
 * A strategy over a period of stored swaps: rounds as the validator plays them, results by the validator's arithmetic and by
 * that of a real position, a look-ahead check, and caveats. Amounts in results are whole tokens, values are whole token1.
 *
 * <p>Nothing here starts a framework, reads a clock or opens a connection: histories and strategies come from the caller.
 */
@Export
@Version("1.0.0")
package weir.backtest.experiment;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
