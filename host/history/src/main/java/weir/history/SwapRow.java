package weir.history;

import java.math.BigInteger;
import java.util.Objects;

/**
 * A {@code Swap} event of a pool. The values are not validated. Immutable.
 *
 * @param block number of the event's block
 * @param logIndex position of the event in its block; if the source has none, the order of its rows within the block
 * @param sqrtPriceX96 price after the swap, Q64.96
 * @param tick tick after the swap
 * @param liquidity liquidity of the positions in range after the swap
 * @param amount0 change of the pool's token0 balance, raw units: positive when the pool received token0
 * @param amount1 change of the pool's token1 balance, raw units
 * @param txHash hash of the transaction, {@code 0x} and 64 lower-case hex digits, or null if unknown
 * @param timestamp time of the block in Unix seconds, or {@link #UNKNOWN_TIME}
 */
public record SwapRow(
        long block,
        int logIndex,
        BigInteger sqrtPriceX96,
        int tick,
        BigInteger liquidity,
        BigInteger amount0,
        BigInteger amount1,
        String txHash,
        long timestamp) {

    /** Timestamp if the source has none. */
    public static final long UNKNOWN_TIME = -1;

    public SwapRow {
        Objects.requireNonNull(sqrtPriceX96, "sqrtPriceX96");
        Objects.requireNonNull(liquidity, "liquidity");
        Objects.requireNonNull(amount0, "amount0");
        Objects.requireNonNull(amount1, "amount1");
    }
}
