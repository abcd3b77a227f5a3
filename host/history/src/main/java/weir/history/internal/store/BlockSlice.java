package weir.history.internal.store;

import java.util.ArrayList;
import java.util.List;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;

/**
 * A part of a batch.
 *
 * @param blocks the blocks for which the part is complete
 * @param from first row, inclusive
 * @param to last row, exclusive
 */
record BlockSlice(BlockRange blocks, int from, int to) {

    /**
     * The parts of a batch whose blocks a snapshot does not cover.
     *
     * @throws HistoryException if the batch and the snapshot differ in the other blocks
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
            BlockRange same = new BlockRange(Math.max(covered.first(), blocks.first()), last);
            compare(pool, snapshot, same, batch, row, end);
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

    private static void compare(
            PoolKey pool, PoolSnapshot snapshot, BlockRange blocks, SwapBatch batch, int from, int to) {
        FrameCursor cursor = new FrameCursor(snapshot, blocks);
        SwapBatch stored = new SwapBatch();
        int row = from;
        while (cursor.next(stored)) {
            for (int i = 0; i < stored.size(); i++, row++) {
                if (row == to || !same(batch.row(row), stored.row(i))) {
                    throw differs(
                            pool, stored.row(i), row < to ? row : -1, "is stored and differs from the imported one");
                }
            }
        }
        if (row < to) {
            throw differs(pool, batch.row(row), row, "is missing in the history, although its block is stored");
        }
    }

    /**
     * Whether two rows at the same position within a block are the same swap. Hash, time and log index may be missing in one of
     * them (the validator's tables have none); everything else must be equal.
     */
    private static boolean same(SwapRow a, SwapRow b) {
        return a.block() == b.block()
                && a.tick() == b.tick()
                && a.sqrtPriceX96().equals(b.sqrtPriceX96())
                && a.liquidity().equals(b.liquidity())
                && a.amount0().equals(b.amount0())
                && a.amount1().equals(b.amount1())
                && (a.txHash() == null || b.txHash() == null || a.txHash().equals(b.txHash()));
    }

    private static HistoryException differs(PoolKey pool, SwapRow row, int index, String how) {
        return HistoryException.ofRow(
                index,
                "pool " + pool,
                "the swap at block " + row.block() + " log index " + row.logIndex() + " " + how,
                "One of the two sources is another pool or is incomplete: check the pool, or remove its history folder");
    }
}
