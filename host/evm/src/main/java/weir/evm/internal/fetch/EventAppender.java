package weir.evm.internal.fetch;

import java.util.ArrayList;
import java.util.List;
import weir.evm.EvmException;
import weir.evm.internal.logs.EventType;
import weir.evm.internal.logs.LogRows;
import weir.evm.internal.logs.PoolLogs;
import weir.history.BlockRange;
import weir.history.Int256Column;
import weir.history.PoolEvent;
import weir.history.PoolEvent.Place;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapStore;

/**
 * Appends the logs of a range of blocks to a store, in parts of whole blocks that fit the store's batches. Each part is atomic. Not
 * thread-safe.
 */
final class EventAppender {

    private final SwapStore store;
    private final PoolKey pool;
    private final BlockTime time;
    private final SwapBatch batch = new SwapBatch();
    private final List<PoolEvent> events = new ArrayList<>();
    private long swapCount;
    private long eventCount;

    EventAppender(SwapStore store, PoolKey pool, BlockTime time) {
        this.store = store;
        this.pool = pool;
        this.time = time;
    }

    /** Returns the number of swaps appended so far. */
    long swaps() {
        return swapCount;
    }

    /** Returns the number of other events appended so far. */
    long events() {
        return eventCount;
    }

    /**
     * Appends all logs of a range.
     *
     * @param host the node that returned them
     * @throws weir.history.HistoryException if the store rejects a log, or cannot write
     */
    void append(BlockRange blocks, PoolLogs logs, String host) {
        long first = blocks.first();
        int from = 0;
        do {
            int end = endOfPart(logs, from);
            long last = end == logs.size() ? blocks.last() : logs.block(end) - 1;
            appendPart(new BlockRange(first, last), logs, from, end, host);
            first = last + 1;
            from = end;
        } while (from < logs.size());
    }

    /** Returns the end of the longest part of whole blocks that fits a batch. */
    private int endOfPart(PoolLogs logs, int from) {
        int limit = from + SwapBatch.CAPACITY;
        if (limit >= logs.size()) {
            return logs.size();
        }
        int end = logs.firstFrom(logs.block(limit));
        if (end <= from) {
            throw new EvmException(
                    "block " + logs.block(from),
                    "it has more than " + SwapBatch.CAPACITY + " events of the pool",
                    "No block has so many: use another node.");
        }
        return end;
    }

    private void appendPart(BlockRange blocks, PoolLogs logs, int from, int end, String host) {
        batch.resize(0);
        events.clear();
        int swaps = 0;
        for (int log = from; log < end; log++) {
            swaps += logs.type(log) == EventType.SWAP ? 1 : 0;
        }
        batch.resize(swaps);
        widen(logs, from, end);
        int row = 0;
        for (int log = from; log < end; log++) {
            long seconds = time.of(logs.block(log), logs.timestamp(log), host);
            if (logs.type(log) == EventType.SWAP) {
                copySwap(logs, log, row++, seconds);
            } else {
                Place place = new Place(logs.block(log), logs.logIndex(log), logs.txHash(log), seconds);
                LogRows.event(logs, log, place).ifPresent(events::add);
            }
        }
        store.append(pool, blocks, batch, events);
        swapCount += swaps;
        eventCount += events.size();
    }

    /** Gives the columns as many limbs as their widest value needs. */
    private void widen(PoolLogs logs, int from, int end) {
        Int256Column[] columns = {batch.amounts0(), batch.amounts1(), batch.sqrtPricesX96(), batch.liquidity()};
        for (int column = 0; column < columns.length; column++) {
            int needed = 1;
            for (int log = from; log < end; log++) {
                if (logs.type(log) == EventType.SWAP) {
                    needed = Math.max(needed, limbs(logs, log, 2 + column));
                }
            }
            columns[column].widen(needed);
        }
    }

    /** Returns the number of limbs that a word needs, with its sign. */
    private static int limbs(PoolLogs logs, int log, int word) {
        int count = Int256Column.MAX_LIMBS;
        while (count > 1 && logs.limb(log, word, count - 1) == logs.limb(log, word, count - 2) >> 63) {
            count--;
        }
        return count;
    }

    private void copySwap(PoolLogs logs, int log, int row, long seconds) {
        batch.blocks()[row] = logs.block(log);
        batch.logIndexes()[row] = logs.logIndex(log);
        batch.timestamps()[row] = seconds;
        batch.ticks()[row] = logs.integer(log, 6);
        copyWord(logs, log, 2, batch.amounts0(), row);
        copyWord(logs, log, 3, batch.amounts1(), row);
        copyWord(logs, log, 4, batch.sqrtPricesX96(), row);
        copyWord(logs, log, 5, batch.liquidity(), row);
        logs.copyTxHash(log, batch.txHashes(), row * SwapBatch.HASH_BYTES);
    }

    private static void copyWord(PoolLogs logs, int log, int word, Int256Column column, int row) {
        for (int limb = 0; limb < column.limbCount(); limb++) {
            column.limb(limb)[row] = logs.limb(log, word, limb);
        }
    }
}
