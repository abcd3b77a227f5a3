package weir.backtest.internal.v3;

import java.math.BigInteger;

/**
 * A part of the route of a swap in which the pool's liquidity is constant.
 *
 * @param from price at the start, Q64.96
 * @param to price at the end, Q64.96; equal to {@code from} if the price did not move
 * @param liquidity the pool's liquidity
 * @param fee fee of this segment, raw units of the input token
 * @param inToken0 whether the input is token0, so that the price falls
 */
public record Segment(BigInteger from, BigInteger to, BigInteger liquidity, BigInteger fee, boolean inToken0) {

    public BigInteger lower() {
        return inToken0 ? to : from;
    }

    public BigInteger upper() {
        return inToken0 ? from : to;
    }
}
