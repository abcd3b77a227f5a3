package weir.backtest.internal.v3;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import weir.backtest.TripleDoubleColumn;
import weir.uniswap.v3.SwapMath;
import weir.uniswap.v3.TickMath;

/**
 * Finds the tick at which a pool's liquidity changed during a swap. It caches the ratios of the ticks found, because the same few are
 * crossed often. Not thread-safe.
 */
public final class CrossedTickSolver {

    private static final int RESOLUTION = 96;

    private static final double LOG_TICK = StrictMath.log(1.0001);

    /** Maximum number of cached ticks. */
    private static final int MAX_CACHED = 1_024;

    /** Beyond this distance from an integer, rounding might change the tick. */
    private static final double MAX_DISTANCE = 0.25;

    private final Map<Integer, Edge> edges = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Edge> eldest) {
            return size() > MAX_CACHED;
        }
    };

    private final double netRate;

    public CrossedTickSolver(int feePips) {
        netRate = (double) (SwapMath.PIPS - feePips) / SwapMath.PIPS;
    }

    /**
     * An initialised tick.
     *
     * @param sqrtRatioX96 its ratio, Q64.96
     * @param ratio the same as a double-double
     */
    record Edge(BigInteger sqrtRatioX96, DoubleDouble ratio) {}

    /**
     * The numbers of a swap's event, correctly rounded.
     *
     * @param from price before the swap, Q64.96
     * @param to price after the swap
     * @param moved their difference, negative if the price fell
     * @param after liquidity after the swap
     * @param lost liquidity before minus after the swap
     * @param gross input with fee
     * @param inToken0 whether the input is token0
     */
    record Event(double from, double to, double moved, double after, double lost, double gross, boolean inToken0) {}

    /**
     * The tick at which the liquidity changed, not rounded and not proven: before * (s - from) + after * (to - s) = input without
     * fee, solved for s; for token0 the same with reciprocals of the prices.
     */
    double estimate(Event swap) {
        double start = Math.scalb(swap.from, -RESOLUTION);
        double end = Math.scalb(swap.to, -RESOLUTION);
        double moved = Math.scalb(swap.moved, -RESOLUTION);
        double distance = swap.inToken0 ? -moved / (start * end) : moved;
        double net = swap.gross * netRate;
        double part = Math.max(0, Math.min(distance, (net - swap.after * distance) / swap.lost));
        double sqrt = swap.inToken0 ? 1 / (1 / start + part) : start + part;
        return 2 * StrictMath.log(sqrt) / LOG_TICK;
    }

    /** The tick nearest to an estimate. */
    Edge nearest(double estimate) {
        long tick = Math.round(estimate);
        return edges.computeIfAbsent(
                (int) Math.max(TickMath.MIN_TICK, Math.min(TickMath.MAX_TICK, tick)), CrossedTickSolver::edge);
    }

    /** Whether a small error of an estimate does not change the tick. */
    static boolean isClear(double estimate) {
        return Math.abs(estimate - Math.rint(estimate)) < MAX_DISTANCE;
    }

    private static Edge edge(int tick) {
        BigInteger ratio = TickMath.getSqrtRatioAtTick(tick);
        double high = ratio.doubleValue();
        return new Edge(
                ratio,
                new DoubleDouble(
                        high, ratio.subtract(TripleDoubleColumn.integer(high)).doubleValue()));
    }
}
