package weir.uniswap.v3;

import java.math.BigInteger;

/** Integer division with a given direction of rounding, like {@code FullMath.sol} and {@code UnsafeMath.sol} of v3-core, without their
 * limit of 256 bits. */
final class Quotient {

    private Quotient() {}

    /** Returns the quotient rounded towards negative infinity; the divisor must be positive. */
    static BigInteger floor(BigInteger dividend, BigInteger divisor) {
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    /** Returns the quotient rounded towards positive infinity; the divisor must be positive. */
    static BigInteger ceiling(BigInteger dividend, BigInteger divisor) {
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        return parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
    }
}
