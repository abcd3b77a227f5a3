package weir.history.internal.store;

import java.util.ArrayList;
import java.util.List;
import weir.history.HistoryException;
import weir.history.PoolEvent;
import weir.history.PoolKey;
import weir.history.internal.frame.FrameIndex;

/**
 * The part of an addition whose blocks are not stored. The rest was compared with the stored rows.
 *
 * @param swaps slices of the swaps
 * @param events slices of the other events; empty if they are unknown
 * @param rowsWithNewValues number of stored swaps without a time or hash that the row of the addition has
 */
record NewRows(List<BlockSlice> swaps, List<BlockSlice> events, int rowsWithNewValues) {

    /**
     * Finds the new rows of an addition.
     *
     * @throws HistoryException if a block is stored with other rows
     */
    static NewRows find(PoolKey pool, FrameIndex storedSwaps, FrameIndex storedEvents, Addition addition) {
        RowComparison comparison = new RowComparison(pool);
        List<BlockSlice> swaps = BlockSlice.divide(
                addition.blocks(),
                storedSwaps.covered(addition.blocks()),
                addition.swaps().size(),
                row -> addition.swaps().blocks()[row]);
        int rowsWithNewValues = 0;
        for (BlockSlice slice : swaps) {
            if (slice.isStored()) {
                rowsWithNewValues += comparison.requireEqualSwaps(storedSwaps, slice, addition.swaps());
            }
        }
        List<BlockSlice> events = new ArrayList<>();
        if (addition.events().isPresent()) {
            List<PoolEvent> rows = addition.events().get();
            events.addAll(BlockSlice.divide(
                    addition.blocks(), storedEvents.covered(addition.blocks()), rows.size(), row -> rows.get(row)
                            .block()));
            events.stream()
                    .filter(BlockSlice::isStored)
                    .forEach(slice -> comparison.requireEqualEvents(storedEvents, slice, rows));
        }
        swaps.removeIf(BlockSlice::isStored);
        events.removeIf(BlockSlice::isStored);
        return new NewRows(swaps, events, rowsWithNewValues);
    }

    /** Returns whether all blocks of the addition are stored. */
    boolean isEmpty() {
        return swaps.isEmpty() && events.isEmpty();
    }

    /** Returns the number of new swaps and other events. */
    int count() {
        return swaps.stream().mapToInt(BlockSlice::rows).sum()
                + events.stream().mapToInt(BlockSlice::rows).sum();
    }
}
