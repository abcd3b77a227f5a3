/**
 * Many trials of one strategy with parameters varied: over a grid or at random, on all cores, resumable, and with the same
 * result for any number of workers.
 */
@Export
@Version("1.0.0")
package weir.backtest.sweep;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
