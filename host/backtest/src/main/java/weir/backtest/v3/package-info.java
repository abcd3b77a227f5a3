/**
 * What a real position earns: the {@code v3} model. Liquidity is fixed when it is minted, fees come from each stretch of
 * price that a swap really crossed, burned positions return their capital, and gas is paid.
 */
@Export
@Version("1.0.0")
package weir.backtest.v3;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
