package weir.history.internal.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import weir.history.BlockRange;
import weir.history.internal.frame.FrameIndex;

/**
 * A part of the rows to add: a range of blocks and the rows in it.
 *
 * @param blocks the blocks for which the rows are complete
 * @param from first row, inclusive
 * @param to last row, exclusive
 * @param isStored whether these blocks are stored already
 */
record BlockSlice(BlockRange blocks, int from, int to, boolean isStored) {

    /**
     * Divides rows into slices, which are either stored or not.
     *
     * @param blocks the blocks for which the rows are complete
     * @param covered the stored blocks, as {@link FrameIndex#covered}
     * @param rows number of rows
     * @param blockOfRow the block of each row, ascending
     */
    static List<BlockSlice> divide(
            BlockRange blocks, List<BlockRange> covered, int rows, IntToLongFunction blockOfRow) {
        List<BlockSlice> slices = new ArrayList<>();
        long next = blocks.first();
        int row = 0;
        for (BlockRange range : covered) {
            if (range.first() > next) {
                int end = rowsBelow(range.first(), rows, blockOfRow);
                slices.add(new BlockSlice(new BlockRange(next, range.first() - 1), row, end, false));
                row = end;
                next = range.first();
            }
            long last = Math.min(range.last(), blocks.last());
            int end = rowsBelow(last + 1, rows, blockOfRow);
            slices.add(new BlockSlice(new BlockRange(next, last), row, end, true));
            row = end;
            next = last + 1;
        }
        if (next <= blocks.last()) {
            slices.add(new BlockSlice(new BlockRange(next, blocks.last()), row, rows, false));
        }
        return slices;
    }

    int rows() {
        return to - from;
    }

    private static int rowsBelow(long block, int rows, IntToLongFunction blockOfRow) {
        int row = 0;
        while (row < rows && blockOfRow.applyAsLong(row) < block) {
            row++;
        }
        return row;
    }
}
