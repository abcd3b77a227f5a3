package weir.uniswap.v3;

import java.math.BigInteger;

/**
 * A position's liquidity and what it is made of at some price.
 *
 * @param liquidity liquidity of the position
 * @param amount0 token0 in it, raw units
 * @param amount1 token1 in it, raw units
 */
public record PositionAmounts(BigInteger liquidity, BigInteger amount0, BigInteger amount1) {}
