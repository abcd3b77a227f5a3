package weir.backtest.pool;

import java.math.BigInteger;

/** The state of a position, as in {@code Position.sol} of v3-core. */
public record PositionInfo(
        BigInteger liquidity, FeeGrowth feeGrowthInsideLast, BigInteger tokensOwed0, BigInteger tokensOwed1) {

    public static final PositionInfo EMPTY =
            new PositionInfo(BigInteger.ZERO, FeeGrowth.NONE, BigInteger.ZERO, BigInteger.ZERO);

    /** Adds the fees earned since the last change, then changes the liquidity. */
    public PositionInfo withLiquidityDelta(BigInteger delta, FeeGrowth inside) {
        FeeGrowth since = inside.minus(feeGrowthInsideLast);
        return new PositionInfo(
                liquidity.add(delta),
                inside,
                tokensOwed0.add(since.feesEarned0(liquidity)),
                tokensOwed1.add(since.feesEarned1(liquidity)));
    }

    /** Adds tokens that the pool owes to the owner. */
    public PositionInfo plusOwed(BigInteger amount0, BigInteger amount1) {
        return new PositionInfo(liquidity, feeGrowthInsideLast, tokensOwed0.add(amount0), tokensOwed1.add(amount1));
    }

    /** Sets the owed tokens to zero. */
    public PositionInfo withoutOwed() {
        return new PositionInfo(liquidity, feeGrowthInsideLast, BigInteger.ZERO, BigInteger.ZERO);
    }
}
