/**
 * A model of a Uniswap v3 pool, exact to the unit.
 */
@Export
@Version("1.0.0")
package weir.backtest.pool;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
