package weir.strategy;

import java.math.BigInteger;
import weir.uniswap.v3.TickMath;

/**
 * The price of a pool, in the form in which the pool stores it.
 *
 * @param sqrtPriceX96 square root of token1 per token0 (raw units) times 2^96, between {@code MIN_SQRT_RATIO} 4295128739
 *     and {@code MAX_SQRT_RATIO} exclusive
 */
public record Price(BigInteger sqrtPriceX96) implements Comparable<Price> {

    /** @throws IllegalArgumentException if {@code sqrtPriceX96} is outside the range of pool prices */
    public Price {
        if (sqrtPriceX96.compareTo(TickMath.MIN_SQRT_RATIO) < 0
                || sqrtPriceX96.compareTo(TickMath.MAX_SQRT_RATIO) >= 0) {
            throw new IllegalArgumentException("sqrtPriceX96 " + sqrtPriceX96 + " is outside ["
                    + TickMath.MIN_SQRT_RATIO + ", " + TickMath.MAX_SQRT_RATIO + ")");
        }
    }

    /**
     * The price of a tick: the lowest price that belongs to it.
     *
     * @throws IllegalArgumentException if the tick is outside +-887,272, or is 887,272, which is above every pool price
     */
    public static Price atTick(int tick) {
        return new Price(TickMath.getSqrtRatioAtTick(tick));
    }

    /** The tick of this price: the greatest tick whose price is not above it. Exact. */
    public int tick() {
        return TickMath.getTickAtSqrtRatio(sqrtPriceX96);
    }

    /** Token1 per token0 in raw units, (sqrtPriceX96 / 2^96)^2, rounded to a double. */
    public double ratio() {
        double sqrt = Math.scalb(sqrtPriceX96.doubleValue(), -96);
        return sqrt * sqrt;
    }

    @Override
    public int compareTo(Price other) {
        return sqrtPriceX96.compareTo(other.sqrtPriceX96);
    }
}
