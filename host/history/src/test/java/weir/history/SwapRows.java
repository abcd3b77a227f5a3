package weir.history;

import java.math.BigInteger;

/** Copies of a row with other values. */
public final class SwapRows {

    private SwapRows() {}

    public static SwapRow withPrice(SwapRow row, BigInteger sqrtPriceX96, int tick) {
        return copy(row, sqrtPriceX96, tick, row.liquidity(), row.amount0(), row.amount1(), row.timestamp());
    }

    public static SwapRow withAmounts(SwapRow row, BigInteger amount0, BigInteger amount1) {
        return copy(row, row.sqrtPriceX96(), row.tick(), row.liquidity(), amount0, amount1, row.timestamp());
    }

    public static SwapRow withLiquidity(SwapRow row, BigInteger liquidity) {
        return copy(row, row.sqrtPriceX96(), row.tick(), liquidity, row.amount0(), row.amount1(), row.timestamp());
    }

    /** @param timestamp time of the block in Unix seconds, or {@link SwapRow#UNKNOWN_TIME} */
    public static SwapRow withTime(SwapRow row, long timestamp) {
        return copy(row, row.sqrtPriceX96(), row.tick(), row.liquidity(), row.amount0(), row.amount1(), timestamp);
    }

    private static SwapRow copy(
            SwapRow row,
            BigInteger sqrtPriceX96,
            int tick,
            BigInteger liquidity,
            BigInteger amount0,
            BigInteger amount1,
            long timestamp) {
        return new SwapRow(
                row.block(), row.logIndex(), sqrtPriceX96, tick, liquidity, amount0, amount1, row.txHash(), timestamp);
    }
}
