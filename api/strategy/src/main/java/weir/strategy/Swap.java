package weir.strategy;

import java.math.BigInteger;
import java.util.Objects;

/**
 * One {@code Swap} event of a pool.
 *
 * @param blockNumber block of the event
 * @param logIndex position of the event in its block
 * @param price price after the swap
 * @param liquidity in-range liquidity of the pool after the swap
 * @param amount0 change of the pool's token0 balance, raw units: positive when the pool received token0
 * @param amount1 change of the pool's token1 balance, raw units
 */
public record Swap(
        long blockNumber, int logIndex, Price price, BigInteger liquidity, BigInteger amount0, BigInteger amount1) {

    public Swap {
        Objects.requireNonNull(price, "price");
        Objects.requireNonNull(liquidity, "liquidity");
        Objects.requireNonNull(amount0, "amount0");
        Objects.requireNonNull(amount1, "amount1");
    }
}
