/**
 * The API of liquidity strategies.
 *
 * <p>Units throughout: token amounts are raw token units (an ERC-20's smallest unit) as {@link java.math.BigInteger};
 * prices are {@code sqrtPriceX96}, the Q64.96 square root of token1 per token0 that a Uniswap v3 pool stores; ranges are
 * ticks. All records are immutable and may be shared between threads.
 */
@Export
@Version("1.2.0")
package weir.strategy;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
