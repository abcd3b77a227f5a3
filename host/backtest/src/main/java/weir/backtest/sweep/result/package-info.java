/** Results of a sweep's trials: scores, the file that stores them, merging of files, and warnings about overfitting. */
@Export
@Version("1.0.0")
package weir.backtest.sweep.result;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
