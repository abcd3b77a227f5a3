package weir.history.internal.store;

import java.util.ArrayList;
import java.util.List;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;

/**
 * A range of a batch's rows.
 *
 * @param blocks the blocks for which the rows are complete
 * @param from first row, inclusive
 * @param to last row, exclusive
 */
record BlockSlice(BlockRange blocks, int from, int to) {

    /**
     * Result of a comparison with stored rows.
     *
     * @param notStored the parts of the batch whose blocks are not stored
     * @param rowsWithNewValues number of stored rows without a time or hash that the row of the batch has
     */
    record Comparison(List<BlockSlice> notStored, int rowsWithNewValues) {}

    /**
     * Compares a batch with a snapshot.
     *
     * @throws HistoryException if a block is in both, with different rows
     */
    static Comparison compare(PoolKey pool, PoolSnapshot snapshot, BlockRange blocks, SwapBatch batch) {
        List<BlockSlice> notStored = new ArrayList<>();
        int rowsWithNewValues = 0;
        long next = blocks.first();
        int row = 0;
        for (BlockRange covered : snapshot.covered(blocks)) {
            if (covered.first() > next) {
                int end = rowsBelow(batch, covered.first());
                notStored.add(new BlockSlice(new BlockRange(next, covered.first() - 1), row, end));
                row = end;
            }
            long last = Math.min(covered.last(), blocks.last());
            int end = rowsBelow(batch, last + 1);
            BlockRange storedRange = new BlockRange(Math.max(covered.first(), blocks.first()), last);
            rowsWithNewValues += requireEqual(pool, snapshot, storedRange, batch, row, end);
            row = end;
            next = last + 1;
        }
        if (next <= blocks.last()) {
            notStored.add(new BlockSlice(new BlockRange(next, blocks.last()), row, batch.size()));
        }
        return new Comparison(notStored, rowsWithNewValues);
    }

    int rows() {
        return to - from;
    }

    private static int rowsBelow(SwapBatch batch, long block) {
        int row = 0;
        while (row < batch.size() && batch.blocks()[row] < block) {
            row++;
        }
        return row;
    }

    /** Returns the number of stored rows without a time or hash that the row of the batch has. */
    private static int requireEqual(
            PoolKey pool, PoolSnapshot snapshot, BlockRange blocks, SwapBatch batch, int from, int to) {
        FrameCursor cursor = new FrameCursor(snapshot, blocks);
        SwapBatch storedBatch = new SwapBatch();
        int row = from;
        int rowsWithNewValues = 0;
        int indexInBlock = 0;
        while (cursor.next(storedBatch)) {
            for (int i = 0; i < storedBatch.size(); i++, row++) {
                SwapRow storedRow = storedBatch.row(i);
                if (row == to) {
                    throw contradiction(pool, storedRow, -1, "is stored, but missing in the source");
                }
                indexInBlock = row > from && batch.blocks()[row] == batch.blocks()[row - 1] ? indexInBlock + 1 : 0;
                SwapRow batchRow = batch.row(row);
                String column = differingColumn(batchRow, storedRow, indexInBlock);
                if (column != null) {
                    throw contradiction(pool, storedRow, row, "is stored with another " + column);
                }
                boolean addsTime = storedRow.timestamp() < 0 && batchRow.timestamp() >= 0;
                rowsWithNewValues += addsTime || storedRow.txHash() == null && batchRow.txHash() != null ? 1 : 0;
            }
        }
        if (row < to) {
            throw contradiction(pool, batch.row(row), row, "is missing in the history, although its block is stored");
        }
        return rowsWithNewValues;
    }

    /**
     * Returns the name of the first column in which two rows differ; null if they are the same swap. Time and hash may be missing in
     * one of them. A log index may be the order in the block, because validators' tables do not have log indexes.
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
        if (batchRow.txHash() != null
                && storedRow.txHash() != null
                && !batchRow.txHash().equals(storedRow.txHash())) {
            return "tx_hash";
        }
        boolean haveTimes = batchRow.timestamp() >= 0 && storedRow.timestamp() >= 0;
        return haveTimes && batchRow.timestamp() != storedRow.timestamp() ? "timestamp" : null;
    }

    private static HistoryException contradiction(PoolKey pool, SwapRow row, int index, String problem) {
        return HistoryException.ofRow(
                index,
                "pool " + pool,
                "the swap at block " + row.block() + " log index " + row.logIndex() + " " + problem,
                "One of the two sources is wrong, incomplete or of another pool: check the pool. If the new one is right, run `weir history replace`");
    }
}
