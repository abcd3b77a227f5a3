package weir.backtest.v3;

import weir.backtest.SplitColumn;
import weir.backtest.Swaps;

/**
 * The fast way through swaps that need little thought: no end of our ranges is crossed, and liquidity stayed or changed at one
 * initialised tick. That is nearly all of them. For each, the fee is computed to the unit in pairs of doubles with a bound on
 * their error, and proven as {@link SwapPath} proves it; the first swap for which either is in doubt stops the run and is
 * left to whole numbers. Sums of fees are exact whole numbers too. Not thread-safe.
 */
final class PlainSwaps {

    private final StretchFee fee;
    private final PlainCrossing crossing;

    /** Fees since the liquidity changed last, by input token, whole units. */
    private double sum0;

    private double rest0;
    private double sum1;
    private double rest1;

    PlainSwaps(int feePips, CrossedTicks ticks) {
        fee = new StretchFee(feePips);
        crossing = new PlainCrossing(fee, ticks);
    }

    /**
     * Runs over swaps {@code from}, at least 1, to {@code to}, exclusive, while prices stay in a neighbourhood.
     *
     * @param vault gets its share of the fees
     * @return the first swap that is not plain, or {@code to}
     */
    int run(Swaps swaps, int from, int to, Neighbourhood where, Vault vault) {
        int i = from;
        while (true) {
            i = runAtOneLiquidity(swaps, i, to, where);
            boolean crossed = i < to && where.holds(swaps.sqrtPrices().high(i)) && crossing.proves(swaps, i);
            if (crossed) {
                add(crossing.inToken0, crossing.feeBeforeHigh, crossing.feeBeforeLow);
            }
            share(swaps, i - 1, where, vault);
            if (!crossed) {
                return i;
            }
            add(crossing.inToken0, crossing.feeAfterHigh, crossing.feeAfterLow);
            i++;
        }
    }

    /** As {@link #run}, where we have nothing in range and fees do not matter. */
    int pass(Swaps swaps, int from, int to, Neighbourhood where) {
        SplitColumn prices = swaps.sqrtPrices();
        int i = from;
        while (i < to && where.holds(prices.high(i))) {
            i++;
        }
        return i;
    }

    private int runAtOneLiquidity(Swaps swaps, int from, int to, Neighbourhood where) {
        SplitColumn prices = swaps.sqrtPrices();
        SplitColumn liquidities = swaps.liquidities();
        SplitColumn amounts0 = swaps.amounts0();
        SplitColumn amounts1 = swaps.amounts1();
        double liquidityHigh = liquidities.high(from - 1);
        double liquidityLow = liquidities.middle(from - 1);
        Wide liquidity = new Wide(liquidityHigh, liquidityLow);
        int i = from;
        for (; i < to; i++) {
            double price = prices.high(i);
            if (!where.holds(price) || liquidities.high(i) != liquidityHigh || liquidities.middle(i) != liquidityLow) {
                break;
            }
            Wide before = new Wide(prices.high(i - 1), prices.middle(i - 1));
            Wide after = new Wide(price, prices.middle(i));
            boolean inToken0 = amounts0.high(i) > 0;
            SplitColumn in = inToken0 ? amounts0 : amounts1;
            if (!fee.within(inToken0, liquidity, before, after, new Wide(in.high(i), in.middle(i)))) {
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

    private void share(Swaps swaps, int last, Neighbourhood where, Vault vault) {
        vault.earn(where, swaps.liquidity(last), Wide.sum(sum0, rest0).integer(), true);
        vault.earn(where, swaps.liquidity(last), Wide.sum(sum1, rest1).integer(), false);
        sum0 = 0;
        rest0 = 0;
        sum1 = 0;
        rest1 = 0;
    }
}
