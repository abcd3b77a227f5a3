package weir.uniswap.v3;

import java.math.BigInteger;

/** Division with a stated direction of rounding: what FullMath.sol and UnsafeMath.sol are for, without their 256-bit limit. */
final class Quotient {

    private Quotient() {}

    /** Rounded towards negative infinity; the divisor is positive. */
    static BigInteger floor(BigInteger dividend, BigInteger divisor) {
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    /** Rounded towards positive infinity; the divisor is positive. */
    static BigInteger ceiling(BigInteger dividend, BigInteger divisor) {
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        return parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
    }
}
