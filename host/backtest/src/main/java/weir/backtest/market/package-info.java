/**
 * Markets to replay: one generated from a seed over exact pool arithmetic, and recorded ones read from files.
 */
@Export
@Version("1.0.0")
package weir.backtest.market;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
