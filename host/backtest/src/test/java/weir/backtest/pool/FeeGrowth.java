package weir.backtest.pool;

import java.math.BigInteger;

/**
 * Fees per unit of liquidity, Q128.128, for each token. In the contract these numbers overflow at 256 bits; here they are unbounded
 * and may be negative. The differences, from which fees are computed, are equal.
 */
public record FeeGrowth(BigInteger token0, BigInteger token1) {

    public static final FeeGrowth NONE = new FeeGrowth(BigInteger.ZERO, BigInteger.ZERO);

    private static final int Q128 = 128;

    FeeGrowth minus(FeeGrowth other) {
        return new FeeGrowth(token0.subtract(other.token0), token1.subtract(other.token1));
    }

    /** Adds a fee in one token, divided by the liquidity in range, rounded down. */
    public FeeGrowth plusFee(boolean inToken0, BigInteger fee, BigInteger liquidity) {
        BigInteger share = fee.shiftLeft(Q128).divide(liquidity);
        return inToken0 ? new FeeGrowth(token0.add(share), token1) : new FeeGrowth(token0, token1.add(share));
    }

    /** Token0 that this growth gives to an amount of liquidity, raw units, rounded down. */
    BigInteger feesEarned0(BigInteger liquidity) {
        return token0.multiply(liquidity).shiftRight(Q128);
    }

    /** Token1 that this growth gives to an amount of liquidity, raw units, rounded down. */
    BigInteger feesEarned1(BigInteger liquidity) {
        return token1.multiply(liquidity).shiftRight(Q128);
    }
}
