package weir.history.internal.csv;

import java.math.BigInteger;

/** Derives the liquidity of a swap from the prices around it and its output, which has no fee. Stateless. */
public final class DerivedLiquidity {

    private static final int Q96 = 96;

    private DerivedLiquidity() {}

    /**
     * Returns the lowest liquidity with which a swap between two prices pays its output; 0 if the price did not change. If the swap
     * crossed ticks, this is an average.
     */
    public static BigInteger between(BigInteger before, BigInteger after, BigInteger amount0, BigInteger amount1) {
        BigInteger movement = after.subtract(before).abs();
        if (movement.signum() == 0) {
            return BigInteger.ZERO;
        }
        boolean down = after.compareTo(before) < 0;
        BigInteger numerator = down
                ? amount1.abs().shiftLeft(Q96)
                : amount0.abs().multiply(before).multiply(after);
        BigInteger denominator = down ? movement : movement.shiftLeft(Q96);
        return numerator.add(denominator).subtract(BigInteger.ONE).divide(denominator);
    }
}
