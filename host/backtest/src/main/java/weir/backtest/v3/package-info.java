/**
 * The {@code v3} model: what a real Uniswap v3 position earns. A position has constant liquidity, earns fees in each price segment
 * that a swap crosses, and returns its tokens when it is burned. Transactions cost gas.
 */
@Export
@Version("1.0.0")
package weir.backtest.v3;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
