/**
 * Many trials of one strategy with varied parameters, over a grid or at random, on several threads. A sweep can be resumed; its
 * result does not depend on the number of workers.
 */
@Export
@Version("1.0.0")
package weir.backtest.sweep;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
