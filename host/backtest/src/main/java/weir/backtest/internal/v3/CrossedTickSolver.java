package weir.backtest.internal.v3;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import weir.backtest.TripleDoubleColumn;
import weir.uniswap.v3.SwapMath;
import weir.uniswap.v3.TickMath;

/**
 * Finds the tick at which a pool's liquidity changed during a swap, and keeps the ratios of the ticks found: the same few are
 * crossed again and again. Not thread-safe.
 */
public final class CrossedTickSolver {

    private static final int RESOLUTION = 96;

    private static final double LOG_TICK = StrictMath.log(1.0001);

    /** As many initialised ticks as are worth remembering. */
    private static final int REMEMBERED = 1_024;

    /** Beyond this distance from a whole number, rounding might make another tick of it. */
    private static final double DOUBTFUL = 0.25;

    private final Map<Integer, Edge> edges = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Edge> eldest) {
            return size() > REMEMBERED;
        }
    };

    private final double keptRate;

    public CrossedTickSolver(int feePips) {
        keptRate = (double) (SwapMath.PIPS - feePips) / SwapMath.PIPS;
    }

    /**
     * An initialised tick.
     *
     * @param sqrtRatioX96 its price
     * @param wide the same in the form that is computed with fast
     */
    record Edge(BigInteger sqrtRatioX96, DoubleDouble wide) {}

    /**
     * What a swap's event tells of its way, correctly rounded.
     *
     * @param from price at first, Q64.96
     * @param to price afterwards
     * @param moved their difference, negative where the price fell
     * @param after liquidity afterwards
     * @param lost by how much it is less than at first
     * @param gross the input
     * @param inToken0 which token came in
     */
    record Event(double from, double to, double moved, double after, double lost, double gross, boolean inToken0) {}

    /**
     * The tick at which the liquidity must have changed so that the input comes out: before * (s - from) + after * (to - s)
     * = input without fee, solved for s; for token0 the same with reciprocals of the prices. Not yet rounded, and to be proven.
     */
    double estimate(Event swap) {
        double start = Math.scalb(swap.from, -RESOLUTION);
        double end = Math.scalb(swap.to, -RESOLUTION);
        double moved = Math.scalb(swap.moved, -RESOLUTION);
        double way = swap.inToken0 ? -moved / (start * end) : moved;
        double net = swap.gross * keptRate;
        double part = Math.max(0, Math.min(way, (net - swap.after * way) / swap.lost));
        double sqrt = swap.inToken0 ? 1 / (1 / start + part) : start + part;
        return 2 * StrictMath.log(sqrt) / LOG_TICK;
    }

    /** The tick nearest to an estimate. */
    Edge nearest(double estimate) {
        long tick = Math.round(estimate);
        return edges.computeIfAbsent(
                (int) Math.max(TickMath.MIN_TICK, Math.min(TickMath.MAX_TICK, tick)), CrossedTickSolver::edge);
    }

    /** Whether an estimate a little off would give the same tick. */
    static boolean isClear(double estimate) {
        return Math.abs(estimate - Math.rint(estimate)) < DOUBTFUL;
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
