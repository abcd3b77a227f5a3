package weir.history.internal.store;

import java.util.List;
import weir.history.HistoryException;
import weir.history.PoolEvent;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.internal.frame.EventFrameCursor;
import weir.history.internal.frame.EventRow;
import weir.history.internal.frame.FrameCursor;
import weir.history.internal.frame.FrameIndex;

/** Compares rows to add with the stored rows of the same blocks. A time or hash that is missing in one of them is not compared. */
final class RowComparison {

    private final PoolKey pool;

    RowComparison(PoolKey pool) {
        this.pool = pool;
    }

    /**
     * Compares swaps.
     *
     * @return number of stored rows without a time or hash that the row of the batch has
     * @throws HistoryException if they differ
     */
    int requireEqualSwaps(FrameIndex stored, BlockSlice slice, SwapBatch batch) {
        FrameCursor cursor = new FrameCursor(stored, slice.blocks(), () -> {});
        SwapBatch storedBatch = new SwapBatch();
        int row = slice.from();
        int rowsWithNewValues = 0;
        int indexInBlock = 0;
        while (cursor.next(storedBatch)) {
            for (int i = 0; i < storedBatch.size(); i++, row++) {
                SwapRow storedRow = storedBatch.row(i);
                if (row == slice.to()) {
                    throw contradiction(storedRow, -1, "is stored, but missing in the source");
                }
                indexInBlock =
                        row > slice.from() && batch.blocks()[row] == batch.blocks()[row - 1] ? indexInBlock + 1 : 0;
                SwapRow batchRow = batch.row(row);
                String column = differingColumn(batchRow, storedRow, indexInBlock);
                if (column != null) {
                    throw contradiction(storedRow, row, "is stored with another " + column);
                }
                boolean addsTime = storedRow.timestamp() < 0 && batchRow.timestamp() >= 0;
                rowsWithNewValues += addsTime || storedRow.txHash() == null && batchRow.txHash() != null ? 1 : 0;
            }
        }
        if (row < slice.to()) {
            throw contradiction(batch.row(row), row, "is missing in the history, although its block is stored");
        }
        return rowsWithNewValues;
    }

    /**
     * Returns the name of the first column in which two rows differ; null if they are the same swap. A log index may be the order in the
     * block, because some sources do not have log indexes.
     */
    private static String differingColumn(SwapRow batchRow, SwapRow storedRow, int indexInBlock) {
        if (batchRow.block() != storedRow.block()) {
            return "block_number";
        }
        if (batchRow.logIndex() != storedRow.logIndex()
                && batchRow.logIndex() != indexInBlock
                && storedRow.logIndex() != indexInBlock) {
            return "log_index";
        }
        if (!batchRow.sqrtPriceX96().equals(storedRow.sqrtPriceX96())) {
            return "sqrt_price_x96";
        }
        if (batchRow.tick() != storedRow.tick()) {
            return "tick";
        }
        if (!batchRow.liquidity().equals(storedRow.liquidity())) {
            return "liquidity";
        }
        if (!batchRow.amount0().equals(storedRow.amount0())) {
            return "amount0";
        }
        if (!batchRow.amount1().equals(storedRow.amount1())) {
            return "amount1";
        }
        if (!isSameIfKnown(batchRow.txHash(), storedRow.txHash())) {
            return "tx_hash";
        }
        return isSameTime(batchRow.timestamp(), storedRow.timestamp()) ? null : "timestamp";
    }

    /** @throws HistoryException if the events differ from the stored ones */
    void requireEqualEvents(FrameIndex stored, BlockSlice slice, List<PoolEvent> events) {
        EventFrameCursor cursor = new EventFrameCursor(stored, slice.blocks(), () -> {});
        int row = slice.from();
        for (List<PoolEvent> batch = cursor.next(); !batch.isEmpty(); batch = cursor.next()) {
            for (PoolEvent storedEvent : batch) {
                if (row == slice.to()) {
                    throw contradiction(storedEvent, "is stored, but missing in the source");
                }
                if (!isSame(events.get(row++), storedEvent)) {
                    throw contradiction(storedEvent, "is stored with another value");
                }
            }
        }
        if (row < slice.to()) {
            throw contradiction(events.get(row), "is missing in the history, although its block is stored");
        }
    }

    private static boolean isSame(PoolEvent a, PoolEvent b) {
        EventRow rowA = EventRow.of(a);
        EventRow rowB = EventRow.of(b);
        return a.block() == b.block()
                && a.logIndex() == b.logIndex()
                && isSameIfKnown(a.place().txHash(), b.place().txHash())
                && isSameTime(a.place().timestamp(), b.place().timestamp())
                && isSameIfKnown(rowA.owner(), rowB.owner())
                && rowA.withOwner(null).equals(rowB.withOwner(null));
    }

    private static boolean isSameIfKnown(String a, String b) {
        return a == null || b == null || a.equals(b);
    }

    private static boolean isSameTime(long a, long b) {
        return a < 0 || b < 0 || a == b;
    }

    private HistoryException contradiction(SwapRow row, int index, String problem) {
        return contradiction(index, "swap at block " + row.block() + " log index " + row.logIndex() + " " + problem);
    }

    private HistoryException contradiction(PoolEvent event, String problem) {
        String name = event.getClass().getSimpleName();
        return contradiction(
                -1, name + " event at block " + event.block() + " log index " + event.logIndex() + " " + problem);
    }

    private HistoryException contradiction(int index, String problem) {
        return HistoryException.ofRow(
                index,
                "pool " + pool,
                "the " + problem,
                "One of the two sources is wrong, incomplete or of another pool: check the pool. If the new one is right, run `weir history replace`");
    }
}
