package weir.backtest.internal.v3;

import weir.backtest.Swaps;
import weir.backtest.TripleDoubleColumn;

/**
 * The fast path for swaps that cross no end of our ranges, and at most one initialised tick: nearly all swaps. It computes each fee to
 * the unit in double-doubles with an error bound, and proves it like {@link SwapRouteFinder}. The first swap in doubt stops the run and
 * is left to exact integers. Sums of fees are exact integers, too. Not thread-safe.
 */
public final class FastSwapFees {

    private final SegmentFee fee;
    private final FastTickCrossing crossing;

    /** Fees since the last change of liquidity, by input token, in units. */
    private double sum0;

    private double rest0;
    private double sum1;
    private double rest1;

    public FastSwapFees(int feePips, CrossedTickSolver ticks) {
        fee = new SegmentFee(feePips);
        crossing = new FastTickCrossing(fee, ticks);
    }

    /**
     * Processes swaps {@code from} (at least 1) to {@code to} (exclusive) while prices stay in an interval.
     *
     * @param vault receives its share of the fees
     * @return the first swap that was not processed, or {@code to}
     */
    public int run(Swaps swaps, int from, int to, TickInterval interval, Vault vault) {
        int i = from;
        while (true) {
            i = runAtOneLiquidity(swaps, i, to, interval);
            boolean crossed = i < to && interval.contains(swaps.sqrtPrices().high(i)) && crossing.proves(swaps, i);
            if (crossed) {
                add(crossing.inToken0, crossing.feeBeforeHigh, crossing.feeBeforeLow);
            }
            share(swaps, i - 1, interval, vault);
            if (!crossed) {
                return i;
            }
            add(crossing.inToken0, crossing.feeAfterHigh, crossing.feeAfterLow);
            i++;
        }
    }

    /** Like {@link #run}, for an interval without positions of ours, in which fees do not matter. */
    public int pass(Swaps swaps, int from, int to, TickInterval interval) {
        TripleDoubleColumn prices = swaps.sqrtPrices();
        int i = from;
        while (i < to && interval.contains(prices.high(i))) {
            i++;
        }
        return i;
    }

    private int runAtOneLiquidity(Swaps swaps, int from, int to, TickInterval interval) {
        TripleDoubleColumn prices = swaps.sqrtPrices();
        TripleDoubleColumn liquidities = swaps.liquidities();
        TripleDoubleColumn amounts0 = swaps.amounts0();
        TripleDoubleColumn amounts1 = swaps.amounts1();
        double liquidityHigh = liquidities.high(from - 1);
        double liquidityLow = liquidities.middle(from - 1);
        DoubleDouble liquidity = new DoubleDouble(liquidityHigh, liquidityLow);
        int i = from;
        for (; i < to; i++) {
            double price = prices.high(i);
            if (!interval.contains(price)
                    || liquidities.high(i) != liquidityHigh
                    || liquidities.middle(i) != liquidityLow) {
                break;
            }
            DoubleDouble before = new DoubleDouble(prices.high(i - 1), prices.middle(i - 1));
            DoubleDouble after = new DoubleDouble(price, prices.middle(i));
            boolean inToken0 = amounts0.high(i) > 0;
            TripleDoubleColumn in = inToken0 ? amounts0 : amounts1;
            if (!fee.within(inToken0, liquidity, before, after, new DoubleDouble(in.high(i), in.middle(i)))) {
                break;
            }
            add(inToken0, fee.high, fee.low);
        }
        return i;
    }

    private void add(boolean inToken0, double high, double low) {
        if (inToken0) {
            double sum = sum0 + high;
            rest0 += lost(sum0, high, sum) + low;
            sum0 = sum;
        } else {
            double sum = sum1 + high;
            rest1 += lost(sum1, high, sum) + low;
            sum1 = sum;
        }
    }

    private static double lost(double a, double b, double sum) {
        double part = sum - a;
        return (a - (sum - part)) + (b - part);
    }

    private void share(Swaps swaps, int last, TickInterval interval, Vault vault) {
        vault.earn(
                interval, swaps.liquidity(last), DoubleDouble.sum(sum0, rest0).integer(), true);
        vault.earn(
                interval, swaps.liquidity(last), DoubleDouble.sum(sum1, rest1).integer(), false);
        sum0 = 0;
        rest0 = 0;
        sum1 = 0;
        rest1 = 0;
    }
}
