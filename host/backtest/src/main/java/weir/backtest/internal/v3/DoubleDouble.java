package weir.backtest.internal.v3;

import java.math.BigInteger;
import weir.backtest.TripleDoubleColumn;

/**
 * A number of 106 bits as the sum of two doubles; {@code high} is the number rounded to a double. Algorithms, and their relative
 * errors of at most 2^-101, are those of Joldes, Muller and Popescu, "Tight and rigorous error bounds for basic building blocks of
 * double-word arithmetic" (2017). Methods are so small that the JIT compiler creates no objects.
 */
record DoubleDouble(double high, double low) {

    /** The exact sum of two doubles. */
    static DoubleDouble sum(double a, double b) {
        double high = a + b;
        double part = high - a;
        return new DoubleDouble(high, (a - (high - part)) + (b - part));
    }

    private static DoubleDouble fastSum(double larger, double smaller) {
        double high = larger + smaller;
        return new DoubleDouble(high, smaller - (high - larger));
    }

    /** The quotient of two doubles. */
    static DoubleDouble quotient(double a, double b) {
        double high = a / b;
        return new DoubleDouble(high, Math.fma(-high, b, a) / b);
    }

    DoubleDouble plus(DoubleDouble other) {
        DoubleDouble highs = sum(high, other.high);
        DoubleDouble lows = sum(low, other.low);
        DoubleDouble first = fastSum(highs.high, highs.low + lows.high);
        return fastSum(first.high, lows.low + first.low);
    }

    DoubleDouble minus(DoubleDouble other) {
        return plus(other.negated());
    }

    DoubleDouble negated() {
        return new DoubleDouble(-high, -low);
    }

    DoubleDouble times(DoubleDouble other) {
        double product = high * other.high;
        double rest = Math.fma(high, other.high, -product);
        return fastSum(product, rest + Math.fma(high, other.low, low * other.high));
    }

    /** The quotient, given the divisor's reciprocal rounded to a double. */
    DoubleDouble dividedBy(DoubleDouble divisor, double inverse) {
        double estimate = high * inverse;
        double product = divisor.high * estimate;
        double rest = Math.fma(divisor.high, estimate, -product) + divisor.low * estimate;
        return fastSum(estimate, ((high - product) + (low - rest)) * inverse);
    }

    DoubleDouble scaled(double powerOfTwo) {
        return new DoubleDouble(high * powerOfTwo, low * powerOfTwo);
    }

    /** The number as an integer; both doubles must be integers. */
    BigInteger toBigInteger() {
        return TripleDoubleColumn.toBigInteger(high).add(TripleDoubleColumn.toBigInteger(low));
    }
}
