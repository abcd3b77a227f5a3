package weir.backtest.internal.validator;

import java.util.List;
import weir.backtest.EvaluationException;
import weir.backtest.TripleDoubleColumn;
import weir.strategy.Position;

/**
 * In-range liquidity of the positions in force, as the double of the exact whole number. The fast path knows for nearly
 * every price that rounding cannot go another way; where it does not know, whole numbers decide. Not thread-safe.
 */
public final class ActiveLiquidity {

    /** Sums below this keep every term of the fast path an exact double. */
    private static final double MAX_FAST = 0x1p100;

    /** With a larger relative error a quotient might lie on the other side of a whole number unseen. */
    private static final double MAX_RELATIVE_ERROR = 0x1p-60;

    private final ExactLiquidity exact;
    private final RangeLiquidity[] ranges;

    /** The last result: how many positions are in range, and their liquidity together. */
    int positions;

    double liquidity;

    /** @throws EvaluationException if a tick is out of range */
    public ActiveLiquidity(List<Position> positions) {
        try {
            exact = new ExactLiquidity(positions);
            ranges = positions.stream().allMatch(RangeLiquidity::suits)
                    ? positions.stream().map(RangeLiquidity::new).toArray(RangeLiquidity[]::new)
                    : null;
        } catch (IllegalArgumentException e) {
            throw new EvaluationException(EvaluationException.Reason.TICK_OUT_OF_RANGE, e.getMessage());
        }
    }

    /**
     * Computes for one price of a column.
     *
     * @throws EvaluationException if the price stands on a range that is empty
     */
    void compute(TripleDoubleColumn sqrtPrices, int i) {
        if (ranges == null || !computeFast(sqrtPrices.high()[i], sqrtPrices.middle()[i])) {
            computeExact(sqrtPrices, i);
        }
    }

    /** Sums the floors of both ends of every quotient's error; if both sums round to the same double, that is it. */
    private boolean computeFast(double priceHigh, double priceLow) {
        int count = 0;
        double sum = 0;
        double least = 0;
        double most = 0;
        for (RangeLiquidity range : ranges) {
            if (priceHigh > range.lowerHigh && priceHigh < range.upperHigh) {
                range.compute(priceHigh, priceLow);
                double high = range.high;
                double error = range.error;
                if (!(high < MAX_FAST && error <= high * MAX_RELATIVE_ERROR)) {
                    return false;
                }
                double whole = Math.floor(high);
                double next = sum + whole;
                double part = next - sum;
                double rest = (sum - (next - part)) + (whole - part);
                sum = next;
                boolean lowMatters = whole == high;
                least += lowMatters ? rest + Math.floor(range.low - error) : rest;
                most += lowMatters ? rest + Math.floor(range.low + error) : rest;
                count++;
            } else if (priceHigh >= range.lowerHigh && priceHigh <= range.upperHigh) {
                return false; // on the edge, to a double's precision
            }
        }
        positions = count;
        liquidity = sum + least;
        return liquidity == sum + most;
    }

    private void computeExact(TripleDoubleColumn sqrtPrices, int i) {
        try {
            ExactLiquidity.InRange inRange = exact.at(sqrtPrices.exact(i));
            positions = inRange.positions();
            liquidity = inRange.liquidity().doubleValue();
        } catch (ArithmeticException e) {
            throw new EvaluationException(
                    EvaluationException.Reason.EMPTY_RANGE, "the price stands on a position with an empty range");
        }
    }
}
