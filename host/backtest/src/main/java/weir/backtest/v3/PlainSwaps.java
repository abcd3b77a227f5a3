package weir.backtest.v3;

import weir.backtest.SplitColumn;
import weir.backtest.Swaps;

/**
 * The fast way through swaps that need no thought: liquidity stayed, and no end of our ranges is crossed. That is nearly all
 * of them. For each, the fee is computed to the unit in pairs of doubles with a bound on their error, and proven as
 * {@link SwapPath} proves it; the first swap for which either is in doubt stops the run and is left to whole numbers. Sums
 * of fees are exact whole numbers too. Not thread-safe.
 */
final class PlainSwaps {

    private static final double Q96 = 0x1p96;

    /** Larger numbers than any real pool's are left to whole numbers. */
    private static final double TOO_LARGE = 0x1p100;

    /** A larger error might hide on which side of a whole unit the input lies. */
    private static final double TOO_VAGUE = 0x1p-10;

    private static final Wide NOTHING = new Wide(0, 0);

    private final Wide feePerNet;

    /** Fees of the last run by input token, whole units. */
    private Wide fees0;

    private Wide fees1;

    /** Fee of the last swap, in fields because a returned pair would be an object for each swap. */
    private double feeHigh;

    private double feeLow;

    PlainSwaps(int feePips) {
        feePerNet = Wide.quotient(feePips, 1_000_000 - feePips);
    }

    Wide fees0() {
        return fees0;
    }

    Wide fees1() {
        return fees1;
    }

    /**
     * Runs over swaps {@code from}, at least 1, to {@code to}, exclusive, while prices stay between two bounds.
     *
     * @return the first swap that is not plain, or {@code to}
     */
    int run(Swaps swaps, int from, int to, double above, double below) {
        SplitColumn prices = swaps.sqrtPrices();
        SplitColumn liquidities = swaps.liquidities();
        SplitColumn amounts0 = swaps.amounts0();
        SplitColumn amounts1 = swaps.amounts1();
        double liquidityHigh = liquidities.high(from - 1);
        double liquidityLow = liquidities.middle(from - 1);
        Wide liquidity = new Wide(liquidityHigh, liquidityLow);
        double sum0 = 0;
        double rest0 = 0;
        double sum1 = 0;
        double rest1 = 0;
        int i = from;
        for (; i < to; i++) {
            double price = prices.high(i);
            if (!(price > above && price < below)
                    || liquidities.high(i) != liquidityHigh
                    || liquidities.middle(i) != liquidityLow) {
                break;
            }
            Wide before = new Wide(prices.high(i - 1), prices.middle(i - 1));
            Wide after = new Wide(price, prices.middle(i));
            double in0 = amounts0.high(i);
            if (in0 > 0) {
                if (!fee0(liquidity, before, after, new Wide(in0, amounts0.middle(i)))) {
                    break;
                }
                double sum = sum0 + feeHigh;
                rest0 += lost(sum0, feeHigh, sum) + feeLow;
                sum0 = sum;
            } else {
                if (!fee1(liquidity, before, after, new Wide(amounts1.high(i), amounts1.middle(i)))) {
                    break;
                }
                double sum = sum1 + feeHigh;
                rest1 += lost(sum1, feeHigh, sum) + feeLow;
                sum1 = sum;
            }
        }
        fees0 = Wide.sum(sum0, rest0);
        fees1 = Wide.sum(sum1, rest1);
        return i;
    }

    /** As {@link #run}, where we have nothing in range and fees do not matter. */
    int pass(Swaps swaps, int from, int to, double above, double below) {
        SplitColumn prices = swaps.sqrtPrices();
        int i = from;
        while (i < to && prices.high(i) > above && prices.high(i) < below) {
            i++;
        }
        fees0 = NOTHING;
        fees1 = NOTHING;
        return i;
    }

    private static double lost(double a, double b, double sum) {
        double part = sum - a;
        return (a - (sum - part)) + (b - part);
    }

    /** Fee of a swap of token0: liquidity * (before - after) * 2^96 / (before * after) is what moved the price. */
    private boolean fee0(Wide liquidity, Wide before, Wide after, Wide gross) {
        Wide moved = before.minus(after);
        Wide net = liquidity.times(moved).scaled(Q96).over(before.times(after));
        return fee(net, before.high() / moved.high(), gross);
    }

    /** Fee of a swap of token1: liquidity * (after - before) / 2^96 is what moved the price. */
    private boolean fee1(Wide liquidity, Wide before, Wide after, Wide gross) {
        Wide moved = after.minus(before);
        return fee(liquidity.times(moved).scaled(1 / Q96), after.high() / moved.high(), gross);
    }

    /** Sets the fee to what the net amount, rounded up, leaves of the input; false if that is in doubt or no pool's fee. */
    private boolean fee(Wide net, double cancelled, Wide gross) {
        // Prices are rounded to 106 bits themselves: what cancels in their difference weighs on the error.
        double error = net.high() * (0x1p-98 + cancelled * 0x1p-103);
        if (!(cancelled > 0 && net.high() > 0 && error < TOO_VAGUE && gross.high() < TOO_LARGE)) {
            return false;
        }
        double whole = net.high();
        double rest = net.low();
        if (whole == Math.rint(whole)) {
            if (Math.abs(rest - Math.rint(rest)) <= error) {
                return false;
            }
            rest = Math.ceil(rest);
        } else {
            if (Math.abs(whole - Math.rint(whole)) <= Math.abs(rest) + error) {
                return false;
            }
            whole = Math.ceil(whole);
            rest = 0;
        }
        // Both differences are exact: the numbers are whole, and of the same size unless the check below fails.
        Wide fee = Wide.sum(gross.high() - whole, gross.low() - rest);
        double off = fee.minus(new Wide(whole, rest).times(feePerNet)).high();
        feeHigh = fee.high();
        feeLow = fee.low();
        return feeHigh >= 0 && off > -0.9 && off < 1.9;
    }
}
