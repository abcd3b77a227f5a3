package weir.backtest.internal.v3;

import java.math.BigInteger;

/**
 * A stretch of a swap's way over which the pool's liquidity was constant.
 *
 * @param from price where it begins, Q64.96
 * @param to price where it ends; equal to {@code from} where the price did not move
 * @param liquidity the pool's liquidity
 * @param fee fee paid on this stretch, raw units of the input token
 * @param inToken0 whether token0 came in, and the price fell
 */
public record Segment(BigInteger from, BigInteger to, BigInteger liquidity, BigInteger fee, boolean inToken0) {

    public BigInteger lower() {
        return inToken0 ? to : from;
    }

    public BigInteger upper() {
        return inToken0 ? from : to;
    }
}
