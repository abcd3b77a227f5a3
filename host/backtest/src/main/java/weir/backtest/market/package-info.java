/**
 * Markets to replay: one made from a seed by a model of traders over a real pool's arithmetic, and recorded ones. Not
 * exported: the rest of this bundle and the command line's demo stand on it.
 */
@Export
@Version("1.0.0")
package weir.backtest.market;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
