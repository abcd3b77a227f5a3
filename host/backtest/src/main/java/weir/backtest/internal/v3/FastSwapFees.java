package weir.backtest.internal.v3;

import weir.backtest.Swaps;
import weir.backtest.TripleDoubleColumn;

/**
 * The fast path for the fees of nearly all swaps: those that cross no tick of our positions, and at most one initialised tick of
 * the pool. It computes fees with double-doubles, and an error bound proves that they are exact. It stops at the first swap that it
 * cannot prove; {@link SwapRouteFinder} then computes that swap with exact integers. Not thread-safe.
 */
public final class FastSwapFees {

    private final SegmentFee segmentFee;
    private final FastTickCrossing crossing;

    /** Fees since the last change of liquidity, by input token, raw units. */
    private double feeSum0;

    private double feeRemainder0;
    private double feeSum1;
    private double feeRemainder1;

    public FastSwapFees(CrossedTickSolver ticks) {
        segmentFee = new SegmentFee();
        crossing = new FastTickCrossing(segmentFee, ticks);
    }

    /**
     * Adds the fees of swaps {@code from} (at least 1) to {@code to} (exclusive) while prices stay in an interval.
     *
     * @param vault receives the share of its positions in the fees
     * @return index of the first swap that was not added, or {@code to}
     */
    public int addSwaps(Swaps swaps, int from, int to, PriceInterval interval, Vault vault) {
        int i = from;
        while (true) {
            i = addSwapsAtOneLiquidity(swaps, i, to, interval);
            boolean crossed =
                    i < to && interval.contains(swaps.sqrtPrices().high(i)) && crossing.provesCrossing(swaps, i);
            if (crossed) {
                addFee(crossing.inToken0, crossing.feeBeforeHigh, crossing.feeBeforeLow);
            }
            distributeFees(swaps, i - 1, interval, vault);
            if (!crossed) {
                return i;
            }
            addFee(crossing.inToken0, crossing.feeAfterHigh, crossing.feeAfterLow);
            i++;
        }
    }

    /**
     * Skips swaps while prices stay in an interval without positions of ours, which earns no fees. Returns the same as {@link
     * #addSwaps}.
     */
    public int skipSwaps(Swaps swaps, int from, int to, PriceInterval interval) {
        TripleDoubleColumn prices = swaps.sqrtPrices();
        int i = from;
        while (i < to && interval.contains(prices.high(i))) {
            i++;
        }
        return i;
    }

    private int addSwapsAtOneLiquidity(Swaps swaps, int from, int to, PriceInterval interval) {
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
            TripleDoubleColumn out = inToken0 ? amounts1 : amounts0;
            if (!segmentFee.computeFeeOfLastSegment(
                    inToken0,
                    liquidity,
                    before,
                    after,
                    new DoubleDouble(in.high(i), in.middle(i)),
                    new DoubleDouble(-out.high(i), -out.middle(i)))) {
                break;
            }
            addFee(inToken0, segmentFee.feeHigh, segmentFee.feeLow);
        }
        return i;
    }

    private void addFee(boolean inToken0, double high, double low) {
        if (inToken0) {
            double sum = feeSum0 + high;
            feeRemainder0 += roundingError(feeSum0, high, sum) + low;
            feeSum0 = sum;
        } else {
            double sum = feeSum1 + high;
            feeRemainder1 += roundingError(feeSum1, high, sum) + low;
            feeSum1 = sum;
        }
    }

    private static double roundingError(double a, double b, double sum) {
        double part = sum - a;
        return (a - (sum - part)) + (b - part);
    }

    private void distributeFees(Swaps swaps, int last, PriceInterval interval, Vault vault) {
        vault.addFees(
                interval,
                swaps.liquidity(last),
                DoubleDouble.sum(feeSum0, feeRemainder0).toBigInteger(),
                true);
        vault.addFees(
                interval,
                swaps.liquidity(last),
                DoubleDouble.sum(feeSum1, feeRemainder1).toBigInteger(),
                false);
        feeSum0 = 0;
        feeRemainder0 = 0;
        feeSum1 = 0;
        feeRemainder1 = 0;
    }
}
