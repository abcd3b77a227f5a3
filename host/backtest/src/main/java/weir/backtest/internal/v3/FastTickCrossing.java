package weir.backtest.internal.v3;

import weir.backtest.Swaps;
import weir.backtest.TripleDoubleColumn;

/**
 * The fast path for a swap that crosses one initialised tick. It proves the tick and computes the fees of both segments with
 * double-doubles. {@link SwapRouteFinder} does the same with exact integers. Results are fields. Not thread-safe.
 */
final class FastTickCrossing {

    private final CrossedTickSolver tickSolver;
    private final SegmentFee segmentFee;

    /** Whether the input of the last swap is token0, and its fee up to the tick, raw units. */
    boolean inToken0;

    double feeBeforeHigh;
    double feeBeforeLow;

    /** The fee after the tick, raw units. */
    double feeAfterHigh;

    double feeAfterLow;

    FastTickCrossing(SegmentFee fee, CrossedTickSolver ticks) {
        this.segmentFee = fee;
        this.tickSolver = ticks;
    }

    /** Whether swap {@code i} (at least 1) provably crossed exactly one initialised tick. If so, sets the result fields. */
    boolean provesCrossing(Swaps swaps, int i) {
        DoubleDouble before = valueAt(swaps.liquidities(), i - 1);
        DoubleDouble after = valueAt(swaps.liquidities(), i);
        inToken0 = swaps.amounts0().high(i) > 0;
        DoubleDouble gross = valueAt(inToken0 ? swaps.amounts0() : swaps.amounts1(), i);
        DoubleDouble liquidityDecrease = before.minus(after);
        if (!(gross.high() > 0 && before.high() > 0 && after.high() > 0) || liquidityDecrease.high() == 0) {
            return false;
        }
        DoubleDouble from = valueAt(swaps.sqrtPrices(), i - 1);
        DoubleDouble to = valueAt(swaps.sqrtPrices(), i);
        if (!segmentFee.certainlyEndsElsewhere(inToken0, after, from, to, gross)) {
            return false;
        }
        double estimate = tickSolver.estimateTick(new CrossedTickSolver.SwapNumbers(
                from.high(),
                to.high(),
                to.minus(from).high(),
                after.high(),
                liquidityDecrease.high(),
                gross.high(),
                inToken0));
        return CrossedTickSolver.isClear(estimate)
                && provesCrossingAt(tickSolver.nearestTick(estimate).ratio(), from, to, before, after, gross);
    }

    private boolean provesCrossingAt(
            DoubleDouble edge,
            DoubleDouble from,
            DoubleDouble to,
            DoubleDouble before,
            DoubleDouble after,
            DoubleDouble gross) {
        boolean between =
                edge.high() > Math.min(from.high(), to.high()) && edge.high() < Math.max(from.high(), to.high());
        if (!between || !segmentFee.computeFeeOfCrossedSegment(inToken0, before, from, edge)) {
            return false;
        }
        feeBeforeHigh = segmentFee.feeHigh;
        feeBeforeLow = segmentFee.feeLow;
        DoubleDouble inputBeforeTick = DoubleDouble.sum(segmentFee.roundedNetHigh, segmentFee.feeHigh)
                .plus(DoubleDouble.sum(segmentFee.roundedNetLow, segmentFee.feeLow));
        if (!segmentFee.computeFeeOfLastSegment(inToken0, after, edge, to, gross.minus(inputBeforeTick))) {
            return false;
        }
        feeAfterHigh = segmentFee.feeHigh;
        feeAfterLow = segmentFee.feeLow;
        return true;
    }

    private static DoubleDouble valueAt(TripleDoubleColumn column, int i) {
        return new DoubleDouble(column.high(i), column.middle(i));
    }
}
