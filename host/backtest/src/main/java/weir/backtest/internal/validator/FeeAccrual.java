package weir.backtest.internal.validator;

import java.math.BigInteger;
import weir.backtest.EvaluationException;
import weir.backtest.Swaps;
import weir.backtest.TripleDoubleColumn;

/**
 * Sums the fees of positions over swaps like the validator. The fee of a swap is the input times the fee rate times the share of the
 * positions in the liquidity, truncated to raw units. Sums are doubles, in chain order. Not thread-safe.
 */
public final class FeeAccrual {

    private static final double Q192 = 0x1p192;

    private final double feeRate;
    private double fees0;
    private double fees1;
    private long inRangeCount;

    public FeeAccrual(double feeRate) {
        this.feeRate = feeRate;
    }

    public double fees0() {
        return fees0;
    }

    public double fees1() {
        return fees1;
    }

    /** Value of all fees at a price, raw token1 units. */
    public double value(BigInteger sqrtPriceX96) {
        return Math.floor(fees0 * sqrtPriceX96.pow(2).doubleValue() / Q192) + fees1;
    }

    /** Number of positions in range, summed over the swaps. */
    public long inRangeCount() {
        return inRangeCount;
    }

    /** Adds swaps {@code from} (inclusive) to {@code to} (exclusive), during which the positions do not change. */
    public void add(Swaps swaps, int from, int to, LiquiditySum positions) {
        TripleDoubleColumn prices = swaps.sqrtPrices();
        double[] poolLiquidities = swaps.liquidities().high();
        double[] amounts0 = swaps.amounts0().high();
        double[] amounts1 = swaps.amounts1().high();
        for (int i = from; i < to; i++) {
            positions.compute(prices, i);
            inRangeCount += positions.inRangeCount;
            if (poolLiquidities[i] == 0) {
                throw new EvaluationException(
                        EvaluationException.Reason.NO_LIQUIDITY,
                        "the pool has no liquidity at swap " + swaps.block(i) + "-" + swaps.logIndex(i));
            }
            double share = liquidityShare(positions.totalLiquidity, poolLiquidities[i]);
            if (amounts0[i] > 0) {
                fees0 += truncate(amounts0[i] * feeRate * share);
            } else if (amounts1[i] > 0) {
                fees1 += truncate(amounts1[i] * feeRate * share);
            }
        }
    }

    private static double liquidityShare(double own, double pool) {
        double total = pool + own;
        if (total <= 0) {
            return 0;
        }
        double share = own / total;
        return share < 1 ? share : 1;
    }

    private static double truncate(double value) {
        return value < 0 ? Math.ceil(value) : Math.floor(value);
    }
}
