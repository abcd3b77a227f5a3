package weir.backtest.v3;

import java.math.BigInteger;
import weir.backtest.SplitColumn;

/**
 * A number as the sum of two doubles, good for 106 bits; {@code high} is the sum rounded. The algorithms, and their relative
 * errors of at most 2^-101, are those of Joldes, Muller and Popescu, "Tight and rigorous error bounds for basic building
 * blocks of double-word arithmetic" (2017). Small enough that the compiler keeps it in registers.
 */
record Wide(double high, double low) {

    /** The exact sum of two doubles. */
    static Wide sum(double a, double b) {
        double high = a + b;
        double part = high - a;
        return new Wide(high, (a - (high - part)) + (b - part));
    }

    private static Wide fastSum(double larger, double smaller) {
        double high = larger + smaller;
        return new Wide(high, smaller - (high - larger));
    }

    /** The quotient of two doubles. */
    static Wide quotient(double a, double b) {
        double high = a / b;
        return new Wide(high, Math.fma(-high, b, a) / b);
    }

    Wide plus(Wide other) {
        Wide highs = sum(high, other.high);
        Wide lows = sum(low, other.low);
        Wide first = fastSum(highs.high, highs.low + lows.high);
        return fastSum(first.high, lows.low + first.low);
    }

    Wide minus(Wide other) {
        return plus(new Wide(-other.high, -other.low));
    }

    Wide times(Wide other) {
        double product = high * other.high;
        double rest = Math.fma(high, other.high, -product);
        return fastSum(product, rest + Math.fma(high, other.low, low * other.high));
    }

    /** The quotient, by way of the divisor's inverse, which need only be good to a double's precision. */
    Wide over(Wide divisor, double inverse) {
        double estimate = high * inverse;
        double product = divisor.high * estimate;
        double rest = Math.fma(divisor.high, estimate, -product) + divisor.low * estimate;
        return fastSum(estimate, ((high - product) + (low - rest)) * inverse);
    }

    Wide scaled(double powerOfTwo) {
        return new Wide(high * powerOfTwo, low * powerOfTwo);
    }

    /** The integer that both doubles, which must be whole, make up. */
    BigInteger integer() {
        return SplitColumn.integer(high).add(SplitColumn.integer(low));
    }
}
