/**
 * The {@code v3} model: what a real Uniswap v3 position earns. Liquidity is fixed when a position is minted, fees come from each
 * price segment that a swap crossed, burned positions return their capital, and gas is paid.
 */
@Export
@Version("1.0.0")
package weir.backtest.v3;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
