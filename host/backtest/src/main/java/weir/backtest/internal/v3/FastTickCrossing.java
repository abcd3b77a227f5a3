package weir.backtest.internal.v3;

import weir.backtest.Swaps;
import weir.backtest.TripleDoubleColumn;
import weir.uniswap.v3.SwapFee;
import weir.uniswap.v3.SwapMath;

/**
 * The fast path for a swap that crosses one initialised tick. It proves the tick and computes the fees of both segments with
 * double-doubles. {@link SwapRouteFinder} does the same with exact integers. Results are fields. Not thread-safe.
 */
final class FastTickCrossing {

    /** A smaller input does not tell the fee. */
    private static final double MIN_INPUT = SwapFee.MIN_INPUT_OF_EXACT_PIPS.doubleValue();

    /** If the fee is farther from whole pips, doubles do not round it. */
    private static final double MAX_PIPS_ROUNDING = 0.25;

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
        DoubleDouble output =
                valueAt(inToken0 ? swaps.amounts1() : swaps.amounts0(), i).negated();
        DoubleDouble liquidityDecrease = before.minus(after);
        if (!(gross.high() >= MIN_INPUT && output.high() >= 0 && before.high() > 0 && after.high() > 0)
                || liquidityDecrease.high() == 0) {
            return false;
        }
        DoubleDouble from = valueAt(swaps.sqrtPrices(), i - 1);
        DoubleDouble to = valueAt(swaps.sqrtPrices(), i);
        if (!segmentFee.certainlyEndsElsewhere(inToken0, after, from, to, output)) {
            return false;
        }
        double estimate = tickSolver.estimateTick(new CrossedTickSolver.SwapNumbers(
                from.high(),
                to.high(),
                to.minus(from).high(),
                after.high(),
                liquidityDecrease.high(),
                output.high(),
                inToken0));
        return CrossedTickSolver.isClear(estimate)
                && provesCrossingAt(tickSolver.nearestTick(estimate).ratio(), from, to, before, after, gross, output);
    }

    private boolean provesCrossingAt(
            DoubleDouble edge,
            DoubleDouble from,
            DoubleDouble to,
            DoubleDouble before,
            DoubleDouble after,
            DoubleDouble gross,
            DoubleDouble output) {
        boolean between =
                edge.high() > Math.min(from.high(), to.high()) && edge.high() < Math.max(from.high(), to.high());
        if (!between || !segmentFee.computeCrossedSegment(inToken0, before, from, edge)) {
            return false;
        }
        double netHigh = segmentFee.roundedNetHigh;
        double netLow = segmentFee.roundedNetLow;
        DoubleDouble restOutput =
                output.minus(new DoubleDouble(segmentFee.roundedOutputHigh, segmentFee.roundedOutputLow));
        if (!(restOutput.high() >= 0)
                || !segmentFee.computeFeeOfLastSegment(
                        inToken0, after, edge, to, gross.minus(new DoubleDouble(netHigh, netLow)), restOutput)) {
            return false;
        }
        DoubleDouble fee = new DoubleDouble(segmentFee.feeHigh, segmentFee.feeLow);
        double pips = fee.high() * SwapMath.PIPS / gross.high();
        if (Math.abs(pips - Math.rint(pips)) > MAX_PIPS_ROUNDING
                || !segmentFee.computeFeeOfNet(netHigh, netLow, (int) Math.rint(pips))) {
            return false;
        }
        feeBeforeHigh = segmentFee.feeHigh;
        feeBeforeLow = segmentFee.feeLow;
        DoubleDouble feeAfter = fee.minus(new DoubleDouble(feeBeforeHigh, feeBeforeLow));
        feeAfterHigh = feeAfter.high();
        feeAfterLow = feeAfter.low();
        return feeAfterHigh >= 0;
    }

    private static DoubleDouble valueAt(TripleDoubleColumn column, int i) {
        return new DoubleDouble(column.high(i), column.middle(i));
    }
}
