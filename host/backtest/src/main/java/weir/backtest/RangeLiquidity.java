package weir.backtest;

import java.math.BigInteger;
import weir.strategy.Position;
import weir.uniswap.v3.TickMath;

/**
 * Liquidity of one position from its allocations at a price strictly inside its range, in double-double arithmetic
 * (a number is the sum of two doubles, good for 106 bits), with a bound on the error. Every step is an algorithm of
 * Joldes, Muller and Popescu, "Tight and rigorous error bounds for basic building blocks of double-word arithmetic"
 * (2017); their bounds together stay below the one given here.
 */
final class RangeLiquidity {

    /** Relative error of a double-double. */
    private static final double UNIT = 0x1p-106;

    /** Above this the terms below might lose their exactness. */
    private static final int MAX_ALLOCATION_BITS = 200;

    /** Two quotients whose products differ by more than this do not need full precision to be compared. */
    private static final double CLEARLY = 1 - 0x1p-30;

    /** Ends of the range, correctly rounded; a price whose double is between them is inside the range. */
    final double lowerHigh;

    final double upperHigh;
    private final double lowerLow;
    private final double upperLow;
    /** allocation0 * upper / 2^96: times price / (upper - price) it is the liquidity that token0 allows. */
    private final double factor0High;

    private final double factor0Low;
    /** allocation1 * 2^96: divided by (price - lower) it is the liquidity that token1 allows. */
    private final double factor1High;

    private final double factor1Low;

    /** The last result: high + low, off by at most error. */
    double high;

    double low;
    double error;

    RangeLiquidity(Position position) {
        BigInteger lower = TickMath.getSqrtRatioAtTick(position.tickLower());
        BigInteger upper = TickMath.getSqrtRatioAtTick(position.tickUpper());
        BigInteger product0 = position.allocation0().multiply(upper);
        BigInteger product1 = position.allocation1().shiftLeft(96);
        lowerHigh = lower.doubleValue();
        lowerLow = rest(lower);
        upperHigh = upper.doubleValue();
        upperLow = rest(upper);
        factor0High = Math.scalb(product0.doubleValue(), -96);
        factor0Low = Math.scalb(rest(product0), -96);
        factor1High = product1.doubleValue();
        factor1Low = rest(product1);
    }

    /** Whether the arithmetic here is made for the position; otherwise it has to be computed in whole numbers. */
    static boolean suits(Position position) {
        return suits(position.allocation0()) && suits(position.allocation1());
    }

    private static boolean suits(BigInteger allocation) {
        return allocation.signum() >= 0 && allocation.bitLength() <= MAX_ALLOCATION_BITS;
    }

    private static double rest(BigInteger value) {
        return value.subtract(SplitColumn.integer(value.doubleValue())).doubleValue();
    }

    /**
     * Computes min(factor0 * price / (upper - price), factor1 / (price - lower)) into the result fields. Long on purpose: a
     * method per step would have to give back two numbers, and an object for them on the hottest path there is.
     */
    void compute(double priceHigh, double priceLow) {
        // upper - price, relative error 3 units however much cancels.
        double s = upperHigh - priceHigh;
        double sb = s - upperHigh;
        double se = (upperHigh - (s - sb)) - (priceHigh + sb);
        double t = upperLow - priceLow;
        double tb = t - upperLow;
        double te = (upperLow - (t - tb)) - (priceLow + tb);
        double c = se + t;
        double v = s + c;
        double w = te + (c - (v - s));
        double above = v + w;
        double aboveLow = w - (above - v);

        // price - lower
        s = priceHigh - lowerHigh;
        sb = s - priceHigh;
        se = (priceHigh - (s - sb)) - (lowerHigh + sb);
        t = priceLow - lowerLow;
        tb = t - priceLow;
        te = (priceLow - (t - tb)) - (lowerLow + tb);
        c = se + t;
        v = s + c;
        w = te + (c - (v - s));
        double below = v + w;
        double belowLow = w - (below - v);

        // factor0 * price
        double p = factor0High * priceHigh;
        double pe = Math.fma(factor0High, priceHigh, -p)
                + Math.fma(factor0Low, priceHigh, Math.fma(factor0High, priceLow, factor0Low * priceLow));
        double scaled = p + pe;
        double scaledLow = pe - (scaled - p);

        double cross0 = scaled * below;
        double cross1 = factor1High * above;
        if (cross0 < cross1 * CLEARLY) {
            divide(scaled, scaledLow, above, aboveLow, upperHigh);
        } else if (cross1 < cross0 * CLEARLY) {
            divide(factor1High, factor1Low, below, belowLow, priceHigh);
        } else {
            divide(scaled, scaledLow, above, aboveLow, upperHigh);
            double high0 = high;
            double low0 = low;
            double error0 = error;
            divide(factor1High, factor1Low, below, belowLow, priceHigh);
            if (high0 < high || high0 == high && low0 < low) {
                high = high0;
                low = low0;
            }
            error = Math.max(error, error0);
        }
    }

    /** The ends of the difference are rounded themselves: what cancelled in it weighs on the error. */
    private void divide(double numerator, double numeratorLow, double divisor, double divisorLow, double minuend) {
        double inverse = 1 / divisor;
        double q = numerator * inverse;
        double r = divisor * q;
        double re = Math.fma(divisorLow, q, Math.fma(divisor, q, -r));
        double remainder = (numerator - r) + (numeratorLow - re);
        double correction = remainder * inverse;
        high = q + correction;
        low = correction - (high - q);
        error = high * UNIT * (64 + 8 * minuend * inverse);
    }
}
