package weir.backtest;

import java.util.List;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.strategy.Swap;

/** Writes swaps to a store. */
public final class StoredSwaps {

    private StoredSwaps() {}

    /** Appends the swaps of blocks {@code first} to {@code last} in several batches, each of whole blocks. */
    public static void append(SwapStore store, PoolKey pool, List<Swap> swaps, long first, long last) {
        SwapBatch batch = new SwapBatch();
        long from = first;
        for (Swap swap : swaps) {
            long block = swap.blockNumber();
            if (block < first || block > last) {
                continue;
            }
            if (batch.size() > 4_000 && block > batch.blocks()[batch.size() - 1]) {
                store.append(pool, new BlockRange(from, block - 1), batch);
                from = block;
                batch.resize(0);
            }
            batch.add(new SwapRow(
                    block,
                    swap.logIndex(),
                    swap.price().sqrtPriceX96(),
                    swap.price().tick(),
                    swap.liquidity(),
                    swap.amount0(),
                    swap.amount1(),
                    null,
                    SwapRow.UNKNOWN_TIME));
        }
        store.append(pool, new BlockRange(from, last), batch);
    }
}
