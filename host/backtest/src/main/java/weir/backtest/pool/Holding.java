package weir.backtest.pool;

import java.math.BigInteger;

/** A position's books: {@code Position.sol} of v3-core. */
record Holding(BigInteger liquidity, Growth insideLast, BigInteger owed0, BigInteger owed1) {

    static final Holding EMPTY = new Holding(BigInteger.ZERO, Growth.NONE, BigInteger.ZERO, BigInteger.ZERO);

    /** Credits the fees earned since the last change, then changes the liquidity. */
    Holding changed(BigInteger delta, Growth inside) {
        Growth since = inside.minus(insideLast);
        return new Holding(
                liquidity.add(delta), inside, owed0.add(since.earned0(liquidity)), owed1.add(since.earned1(liquidity)));
    }

    /** With tokens of burned liquidity credited. */
    Holding owing(BigInteger amount0, BigInteger amount1) {
        return new Holding(liquidity, insideLast, owed0.add(amount0), owed1.add(amount1));
    }

    /** With nothing owed any more. */
    Holding paid() {
        return new Holding(liquidity, insideLast, BigInteger.ZERO, BigInteger.ZERO);
    }
}
