package weir.strategy;

import java.math.BigInteger;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * One {@code Swap} event of a pool.
 *
 * @param blockNumber block of the event
 * @param logIndex position of the event in its block
 * @param price price after the swap
 * @param liquidity in-range liquidity of the pool after the swap
 * @param amount0 change of the pool's token0 balance, raw units: positive when the pool received token0
 * @param amount1 change of the pool's token1 balance, raw units
 * @param feePips fee that the swap paid, in millionths (pips) of its input: 500 is 0.05 %. It follows from this swap and the previous
 *     one; empty if it does not, as for the first stored swap (since 1.2)
 */
public record Swap(
        long blockNumber,
        int logIndex,
        Price price,
        BigInteger liquidity,
        BigInteger amount0,
        BigInteger amount1,
        OptionalInt feePips) {

    public Swap {
        Objects.requireNonNull(price, "price");
        Objects.requireNonNull(liquidity, "liquidity");
        Objects.requireNonNull(amount0, "amount0");
        Objects.requireNonNull(amount1, "amount1");
        Objects.requireNonNull(feePips, "feePips");
    }

    /** A swap whose fee is unknown. */
    public Swap(
            long blockNumber, int logIndex, Price price, BigInteger liquidity, BigInteger amount0, BigInteger amount1) {
        this(blockNumber, logIndex, price, liquidity, amount0, amount1, OptionalInt.empty());
    }

    /**
     * The same swap with a fee.
     *
     * @since 1.2
     */
    public Swap withFee(OptionalInt pips) {
        return new Swap(blockNumber, logIndex, price, liquidity, amount0, amount1, pips);
    }
}
