package weir.backtest.internal.pool;

import java.math.BigInteger;

/**
 * Fees per unit of liquidity, Q128.128, for each token. The contract lets these wrap around at 256 bits; here they are
 * unbounded and may be negative on one side of a tick, and every difference that the contract uses comes out the same.
 */
public record FeeGrowth(BigInteger token0, BigInteger token1) {

    public static final FeeGrowth NONE = new FeeGrowth(BigInteger.ZERO, BigInteger.ZERO);

    private static final int Q128 = 128;

    FeeGrowth minus(FeeGrowth other) {
        return new FeeGrowth(token0.subtract(other.token0), token1.subtract(other.token1));
    }

    /** With a fee of one token shared over the liquidity in range, rounded down; what is rounded off nobody gets. */
    public FeeGrowth plusFee(boolean inToken0, BigInteger fee, BigInteger liquidity) {
        BigInteger share = fee.shiftLeft(Q128).divide(liquidity);
        return inToken0 ? new FeeGrowth(token0.add(share), token1) : new FeeGrowth(token0, token1.add(share));
    }

    /** What this growth earns for a position, rounded down, raw units of each token. */
    BigInteger earned0(BigInteger liquidity) {
        return token0.multiply(liquidity).shiftRight(Q128);
    }

    /** As {@link #earned0}. */
    BigInteger earned1(BigInteger liquidity) {
        return token1.multiply(liquidity).shiftRight(Q128);
    }
}
