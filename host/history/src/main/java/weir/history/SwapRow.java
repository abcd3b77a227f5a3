package weir.history;

import java.math.BigInteger;
import java.util.Objects;

/**
 * One {@code Swap} event from a source: well-formed, not validated. Immutable.
 *
 * @param block block of the event
 * @param logIndex position of the event in its block; if the source has none, the order of its rows within the block
 * @param sqrtPriceX96 price after the swap, Q64.96
 * @param tick tick after the swap
 * @param liquidity in-range liquidity after the swap
 * @param amount0 change of the pool's token0 balance, raw units: positive when the pool received token0
 * @param amount1 change of the pool's token1 balance, raw units
 * @param txHash transaction, {@code 0x} and 64 lower-case hex digits, or null if unknown
 * @param timestamp Unix seconds of the block, or {@link #UNKNOWN_TIME}
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

    /** Timestamp of a row whose source has none. */
    public static final long UNKNOWN_TIME = -1;

    public SwapRow {
        Objects.requireNonNull(sqrtPriceX96, "sqrtPriceX96");
        Objects.requireNonNull(liquidity, "liquidity");
        Objects.requireNonNull(amount0, "amount0");
        Objects.requireNonNull(amount1, "amount1");
    }
}
