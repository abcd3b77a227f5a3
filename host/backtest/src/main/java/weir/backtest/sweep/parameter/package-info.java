/** The combinations of parameters that a sweep tries: ranges and lists of values, trials, and the division of trials among machines. */
@Export
@Version("1.0.0")
package weir.backtest.sweep.parameter;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
