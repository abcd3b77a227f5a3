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
     * Returns the parts of a batch whose blocks are not in the snapshot.
     *
     * @throws HistoryException if a block is in both, with different rows
     */
    static List<BlockSlice> missing(PoolKey pool, PoolSnapshot snapshot, BlockRange blocks, SwapBatch batch) {
        List<BlockSlice> slices = new ArrayList<>();
        long next = blocks.first();
        int row = 0;
        for (BlockRange covered : snapshot.covered(blocks)) {
            if (covered.first() > next) {
                int end = rowsBelow(batch, covered.first());
                slices.add(new BlockSlice(new BlockRange(next, covered.first() - 1), row, end));
                row = end;
            }
            long last = Math.min(covered.last(), blocks.last());
            int end = rowsBelow(batch, last + 1);
            BlockRange shared = new BlockRange(Math.max(covered.first(), blocks.first()), last);
            requireEqual(pool, snapshot, shared, batch, row, end);
            row = end;
            next = last + 1;
        }
        if (next <= blocks.last()) {
            slices.add(new BlockSlice(new BlockRange(next, blocks.last()), row, batch.size()));
        }
        return slices;
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

    private static void requireEqual(
            PoolKey pool, PoolSnapshot snapshot, BlockRange blocks, SwapBatch batch, int from, int to) {
        FrameCursor cursor = new FrameCursor(snapshot, blocks);
        SwapBatch stored = new SwapBatch();
        int row = from;
        while (cursor.next(stored)) {
            for (int i = 0; i < stored.size(); i++, row++) {
                if (row == to || !isSameSwap(batch.row(row), stored.row(i))) {
                    throw contradiction(
                            pool, stored.row(i), row < to ? row : -1, "is stored and differs from the imported one");
                }
            }
        }
        if (row < to) {
            throw contradiction(pool, batch.row(row), row, "is missing in the history, although its block is stored");
        }
    }

    /**
     * Returns whether two rows are the same swap. Time and log index are ignored, and a hash may be missing, because validators'
     * tables do not have them; everything else must be equal.
     */
    private static boolean isSameSwap(SwapRow a, SwapRow b) {
        return a.block() == b.block()
                && a.tick() == b.tick()
                && a.sqrtPriceX96().equals(b.sqrtPriceX96())
                && a.liquidity().equals(b.liquidity())
                && a.amount0().equals(b.amount0())
                && a.amount1().equals(b.amount1())
                && (a.txHash() == null || b.txHash() == null || a.txHash().equals(b.txHash()));
    }

    private static HistoryException contradiction(PoolKey pool, SwapRow row, int index, String problem) {
        return HistoryException.ofRow(
                index,
                "pool " + pool,
                "the swap at block " + row.block() + " log index " + row.logIndex() + " " + problem,
                "One of the two sources is another pool or is incomplete: check the pool, or remove its history directory");
    }
}
