package weir.uniswap.v3;

import java.math.BigInteger;

/**
 * The liquidity of a position and its token amounts at a price.
 *
 * @param liquidity liquidity of the position
 * @param amount0 token0 in the position, raw units
 * @param amount1 token1 in the position, raw units
 */
public record PositionAmounts(BigInteger liquidity, BigInteger amount0, BigInteger amount1) {}
