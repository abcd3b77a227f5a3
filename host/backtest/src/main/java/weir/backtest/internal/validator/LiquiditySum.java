package weir.backtest.internal.validator;

import java.util.List;
import weir.backtest.EvaluationException;
import weir.backtest.TripleDoubleColumn;
import weir.strategy.Position;

/**
 * Computes the total liquidity of positions in range: the exact integer rounded to a double. A fast path computes with doubles and an
 * error bound. If the bound does not determine the rounding, exact integers are used. Not thread-safe.
 */
public final class LiquiditySum {

    /** Below this sum every term of the fast path is an exact double. */
    private static final double MAX_FAST_LIQUIDITY = 0x1p100;

    /** With a larger relative error the fast path does not determine the integer part of a quotient. */
    private static final double MAX_RELATIVE_ERROR = 0x1p-60;

    private final ExactLiquidity exactLiquidity;
    private final RangeLiquidity[] ranges;

    /** The last result: number of positions in range, and their total liquidity. */
    int inRangeCount;

    double totalLiquidity;

    /** @throws EvaluationException if a tick is out of range */
    public LiquiditySum(List<Position> positions) {
        try {
            exactLiquidity = new ExactLiquidity(positions);
            ranges = positions.stream().allMatch(RangeLiquidity::supports)
                    ? positions.stream().map(RangeLiquidity::new).toArray(RangeLiquidity[]::new)
                    : null;
        } catch (IllegalArgumentException e) {
            throw new EvaluationException(EvaluationException.Reason.TICK_OUT_OF_RANGE, e.getMessage());
        }
    }

    /**
     * Computes the result at a price of a column.
     *
     * @throws EvaluationException if the price is at a position whose range is empty
     */
    void compute(TripleDoubleColumn sqrtPrices, int i) {
        if (ranges == null || !computeFast(sqrtPrices.high()[i], sqrtPrices.middle()[i])) {
            computeExact(sqrtPrices, i);
        }
    }

    /**
     * Sums the integer parts of each quotient minus its error, and of each plus its error. If both sums round to the same double,
     * that is the result.
     */
    private boolean computeFast(double sqrtPrice, double sqrtPriceRest) {
        int count = 0;
        double sum = 0;
        double smallest = 0;
        double largest = 0;
        for (RangeLiquidity range : ranges) {
            if (sqrtPrice > range.lowerEnd && sqrtPrice < range.upperEnd) {
                range.compute(sqrtPrice, sqrtPriceRest);
                double high = range.high;
                double error = range.error;
                if (!(high < MAX_FAST_LIQUIDITY && error <= high * MAX_RELATIVE_ERROR)) {
                    return false;
                }
                double whole = Math.floor(high);
                double next = sum + whole;
                double part = next - sum;
                double rest = (sum - (next - part)) + (whole - part);
                sum = next;
                boolean isLowSignificant = whole == high;
                smallest += isLowSignificant ? rest + Math.floor(range.low - error) : rest;
                largest += isLowSignificant ? rest + Math.floor(range.low + error) : rest;
                count++;
            } else if (sqrtPrice >= range.lowerEnd && sqrtPrice <= range.upperEnd) {
                return false; // at the edge, within the precision of a double
            }
        }
        inRangeCount = count;
        totalLiquidity = sum + smallest;
        return totalLiquidity == sum + largest;
    }

    private void computeExact(TripleDoubleColumn sqrtPrices, int i) {
        try {
            ExactLiquidity.InRange inRange = exactLiquidity.at(sqrtPrices.exact(i));
            inRangeCount = inRange.positions();
            totalLiquidity = inRange.liquidity().doubleValue();
        } catch (ArithmeticException e) {
            throw new EvaluationException(
                    EvaluationException.Reason.EMPTY_RANGE, "the price is at a position with an empty range");
        }
    }
}
