package weir.backtest.internal.pool;

import java.math.BigInteger;

/** The state of a position: {@code Position.sol} of v3-core. */
public record PositionInfo(BigInteger liquidity, FeeGrowth insideLast, BigInteger owed0, BigInteger owed1) {

    public static final PositionInfo EMPTY =
            new PositionInfo(BigInteger.ZERO, FeeGrowth.NONE, BigInteger.ZERO, BigInteger.ZERO);

    /** Adds the fees earned since the last change, then changes the liquidity. */
    public PositionInfo changed(BigInteger delta, FeeGrowth inside) {
        FeeGrowth since = inside.minus(insideLast);
        return new PositionInfo(
                liquidity.add(delta), inside, owed0.add(since.earned0(liquidity)), owed1.add(since.earned1(liquidity)));
    }

    /** Adds the tokens of burned liquidity. */
    public PositionInfo owing(BigInteger amount0, BigInteger amount1) {
        return new PositionInfo(liquidity, insideLast, owed0.add(amount0), owed1.add(amount1));
    }

    /** Clears the owed tokens. */
    public PositionInfo paid() {
        return new PositionInfo(liquidity, insideLast, BigInteger.ZERO, BigInteger.ZERO);
    }
}
