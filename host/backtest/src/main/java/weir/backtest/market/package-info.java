/**
 * Markets to replay: generated from a seed, or read from files of recorded swaps.
 */
@Export
@Version("1.0.0")
package weir.backtest.market;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
