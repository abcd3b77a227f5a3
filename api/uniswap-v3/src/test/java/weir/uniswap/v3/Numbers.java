package weir.uniswap.v3;

import java.math.BigInteger;
import java.util.SplittableRandom;

/** Numbers as the contracts' own tests write them. */
final class Numbers {

    private Numbers() {}

    static BigInteger big(String decimal) {
        return new BigInteger(decimal);
    }

    static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    /** {@code encodePriceSqrt} of the contracts' tests. */
    static BigInteger sqrtOf(long reserve1, long reserve0) {
        return big(reserve1).shiftLeft(192).divide(big(reserve0)).sqrt();
    }

    static BigInteger e18(long tokens) {
        return big(tokens).multiply(big(1_000_000_000_000_000_000L));
    }

    /** A positive number below 2^bits, each order of magnitude as likely as another. */
    static BigInteger random(SplittableRandom random, int bits) {
        byte[] bytes = new byte[(bits + 7) / 8];
        random.nextBytes(bytes);
        return new BigInteger(1, bytes)
                .mod(BigInteger.ONE.shiftLeft(bits))
                .shiftRight(random.nextInt(bits))
                .max(BigInteger.ONE);
    }

    static BigInteger randomPrice(SplittableRandom random) {
        return random(random, 160).max(TickMath.MIN_SQRT_RATIO).min(TickMath.MAX_SQRT_RATIO.subtract(BigInteger.ONE));
    }
}
