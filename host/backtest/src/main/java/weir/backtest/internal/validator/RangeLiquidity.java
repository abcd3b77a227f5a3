package weir.backtest.internal.validator;

import java.math.BigInteger;
import weir.backtest.TripleDoubleColumn;
import weir.strategy.Position;
import weir.uniswap.v3.TickMath;

/**
 * Liquidity of one position from its allocations, at a square-root price (sqrtPriceX96) strictly within its range, in double-double
 * arithmetic (106 bits) with an error bound. All prices and ends in this class are square roots. Each step is an algorithm of Joldes, Muller and Popescu, "Tight and rigorous error bounds for basic building blocks
 * of double-word arithmetic" (2017); the sum of their bounds is below the one given here.
 */
final class RangeLiquidity {

    /** Relative error of a double-double. */
    private static final double RELATIVE_ERROR = 0x1p-106;

    /** With more bits, terms of the computation might be inexact. */
    private static final int MAX_ALLOCATION_BITS = 200;

    /** If prices differ by more than this fraction, the difference of their doubles has a relative error below 2^-32. */
    private static final double MIN_RELATIVE_DISTANCE = 0x1p-20;

    /** If one of two doubles is below this multiple of the other, rounding cannot have exchanged their order. */
    private static final double CERTAIN_ORDER_RATIO = 1 - 0x1p-30;

    /** Ends of the range, correctly rounded. A price whose double is between them is inside the range. */
    final double lowerEnd;

    final double upperEnd;
    private final double lowerEndRest;
    private final double upperEndRest;
    /** Is allocation0 * upper / 2^96. The liquidity that token0 allows is factor0 * price / (upper - price). */
    private final double factor0High;

    private final double factor0Low;
    /** Is allocation1 * 2^96. The liquidity that token1 allows is factor1 / (price - lower). */
    private final double factor1High;

    private final double factor1Low;

    /** The last result is high + low, with an error of at most {@code error}. */
    double high;

    double low;
    double error;

    RangeLiquidity(Position position) {
        BigInteger lower = TickMath.getSqrtRatioAtTick(position.tickLower());
        BigInteger upper = TickMath.getSqrtRatioAtTick(position.tickUpper());
        BigInteger product0 = position.allocation0().multiply(upper);
        BigInteger product1 = position.allocation1().shiftLeft(96);
        lowerEnd = lower.doubleValue();
        lowerEndRest = roundingRemainder(lower);
        upperEnd = upper.doubleValue();
        upperEndRest = roundingRemainder(upper);
        factor0High = Math.scalb(product0.doubleValue(), -96);
        factor0Low = Math.scalb(roundingRemainder(product0), -96);
        factor1High = product1.doubleValue();
        factor1Low = roundingRemainder(product1);
    }

    /** Whether the error bound holds for a position; otherwise it needs exact integers. */
    static boolean supports(Position position) {
        return supports(position.allocation0()) && supports(position.allocation1());
    }

    private static boolean supports(BigInteger allocation) {
        return allocation.signum() >= 0 && allocation.bitLength() <= MAX_ALLOCATION_BITS;
    }

    private static double roundingRemainder(BigInteger value) {
        return value.subtract(TripleDoubleColumn.toBigInteger(value.doubleValue()))
                .doubleValue();
    }

    /** Computes min(factor0 * price / (upper - price), factor1 / (price - lower)) into the result fields. */
    void compute(double sqrtPrice, double sqrtPriceRest) {
        double above = upperEnd - sqrtPrice;
        double below = sqrtPrice - lowerEnd;
        // The two liquidities, both multiplied by above * below.
        double comparable0 = factor0High * sqrtPrice * below;
        double comparable1 = factor1High * above;
        boolean far = Math.min(above, below) > sqrtPrice * MIN_RELATIVE_DISTANCE;
        if (far && comparable0 < comparable1 * CERTAIN_ORDER_RATIO) {
            computeFromToken0(sqrtPrice, sqrtPriceRest);
        } else if (far && comparable1 < comparable0 * CERTAIN_ORDER_RATIO) {
            computeFromToken1(sqrtPrice, sqrtPriceRest);
        } else {
            computeFromToken0(sqrtPrice, sqrtPriceRest);
            double high0 = high;
            double low0 = low;
            double error0 = error;
            computeFromToken1(sqrtPrice, sqrtPriceRest);
            if (high0 < high || high0 == high && low0 < low) {
                high = high0;
                low = low0;
            }
            error = Math.max(error, error0);
        }
    }

    private void computeFromToken0(double sqrtPrice, double sqrtPriceRest) {
        double product = factor0High * sqrtPrice;
        double rest = Math.fma(factor0High, sqrtPrice, -product)
                + Math.fma(factor0Low, sqrtPrice, Math.fma(factor0High, sqrtPriceRest, factor0Low * sqrtPriceRest));
        double scaled = product + rest;
        divide(scaled, rest - (scaled - product), upperEnd, upperEndRest, sqrtPrice, sqrtPriceRest);
    }

    private void computeFromToken1(double sqrtPrice, double sqrtPriceRest) {
        divide(factor1High, factor1Low, sqrtPrice, sqrtPriceRest, lowerEnd, lowerEndRest);
    }

    /** Divides n by a - b. It is one method, because parts of it would have to return two numbers. */
    private void divide(double n, double nLow, double a, double aLow, double b, double bLow) {
        // The subtraction itself adds a relative error of at most 3 * 2^-106.
        double difference = a - b;
        double part = difference - a;
        double differenceRest = (a - (difference - part)) - (b + part);
        double lowDifference = aLow - bLow;
        part = lowDifference - aLow;
        double lowRest = (aLow - (lowDifference - part)) - (bLow + part);
        double carry = differenceRest + lowDifference;
        double sum = difference + carry;
        double rest = lowRest + (carry - (sum - difference));
        double divisor = sum + rest;
        double divisorLow = rest - (divisor - sum);

        double inverse = 1 / divisor;
        double quotient = n * inverse;
        double back = divisor * quotient;
        double backLow = Math.fma(divisorLow, quotient, Math.fma(divisor, quotient, -back));
        double correction = ((n - back) + (nLow - backLow)) * inverse;
        high = quotient + correction;
        low = correction - (high - quotient);
        // a and b are rounded to 106 bits; where they are almost equal, this rounding is a larger part of a - b.
        error = high * RELATIVE_ERROR * (64 + 8 * a * inverse);
    }
}
