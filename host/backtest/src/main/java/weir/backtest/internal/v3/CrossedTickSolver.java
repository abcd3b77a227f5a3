package weir.backtest.internal.v3;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import weir.backtest.TripleDoubleColumn;
import weir.uniswap.v3.TickMath;

/**
 * Finds the initialised tick at which a pool's liquidity changed during a swap. It caches the prices of these ticks, because swaps cross
 * the same few ticks often. Not thread-safe.
 */
public final class CrossedTickSolver {

    private static final int FRACTION_BITS = 96;

    private static final double LOG_TICK = StrictMath.log(1.0001);

    /** Maximum number of cached ticks. */
    private static final int MAX_CACHED_TICKS = 1_024;

    /** If an estimate is farther from an integer, rounding might change the tick. */
    private static final double MAX_ROUNDING_DISTANCE = 0.25;

    private final Map<Integer, CrossedTick> cachedTicks = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, CrossedTick> eldest) {
            return size() > MAX_CACHED_TICKS;
        }
    };

    /**
     * The price at an initialised tick.
     *
     * @param sqrtRatioX96 square-root price, Q64.96
     * @param ratio the same as a double-double
     */
    record CrossedTick(BigInteger sqrtRatioX96, DoubleDouble ratio) {}

    /**
     * The numbers of a swap that determine the crossed tick, rounded to doubles. Prices are square roots, Q64.96.
     *
     * @param priceBefore price before the swap
     * @param priceAfter price after the swap
     * @param priceChange price after minus price before the swap
     * @param liquidityAfter liquidity after the swap
     * @param liquidityDecrease liquidity before minus liquidity after the swap
     * @param output output, raw units
     * @param inToken0 whether the input is token0
     */
    record SwapNumbers(
            double priceBefore,
            double priceAfter,
            double priceChange,
            double liquidityAfter,
            double liquidityDecrease,
            double output,
            boolean inToken0) {}

    /**
     * Estimates the tick at which the liquidity changed, as a fraction of ticks. The output has no fee, so the price s of the tick solves
     * liquidityBefore * (priceBefore - s) + liquidityAfter * (s - priceAfter) = output of token1; for token0 it uses the reciprocals of
     * the prices.
     */
    double estimateTick(SwapNumbers swap) {
        double start = Math.scalb(swap.priceBefore, -FRACTION_BITS);
        double end = Math.scalb(swap.priceAfter, -FRACTION_BITS);
        double priceDistance = Math.scalb(swap.priceChange, -FRACTION_BITS);
        double distance = swap.inToken0 ? -priceDistance : priceDistance / (start * end);
        double part = Math.max(
                0, Math.min(distance, (swap.output - swap.liquidityAfter * distance) / swap.liquidityDecrease));
        double sqrt = swap.inToken0 ? start - part : 1 / (1 / start - part);
        return 2 * StrictMath.log(sqrt) / LOG_TICK;
    }

    /** The tick nearest to an estimate. */
    CrossedTick nearestTick(double estimate) {
        long tick = Math.round(estimate);
        return cachedTicks.computeIfAbsent(
                (int) Math.max(TickMath.MIN_TICK, Math.min(TickMath.MAX_TICK, tick)), CrossedTickSolver::crossedTick);
    }

    /** Whether an estimate is so close to an integer that its error does not change the tick. */
    static boolean isClear(double estimate) {
        return Math.abs(estimate - Math.rint(estimate)) < MAX_ROUNDING_DISTANCE;
    }

    private static CrossedTick crossedTick(int tick) {
        BigInteger ratio = TickMath.getSqrtRatioAtTick(tick);
        double high = ratio.doubleValue();
        return new CrossedTick(
                ratio,
                new DoubleDouble(
                        high,
                        ratio.subtract(TripleDoubleColumn.toBigInteger(high)).doubleValue()));
    }
}
