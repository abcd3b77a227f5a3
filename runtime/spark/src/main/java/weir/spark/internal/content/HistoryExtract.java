package weir.spark.internal.content;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory;
import weir.history.SwapHistory.EventCursor;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapStore;
import weir.history.SwapStore.BulkLoad;

/**
 * Copies what trials read of a pool's history to a directory of its own: the swaps of a range of blocks, and all other events up to its end, from
 * which the market view computes initialised ticks. Equal history gives equal files.
 */
public final class HistoryExtract {

    private static final int MAX_SWAPS = SwapBatch.CAPACITY / 2;
    private static final int MAX_EVENTS = SwapStore.MAX_EVENTS / 2;

    private final SwapHistory history;
    private final PoolInfo info;
    private final BlockRange swapBlocks;

    private HistoryExtract(SwapHistory history, PoolInfo info, BlockRange swapBlocks) {
        this.history = history;
        this.info = info;
        this.swapBlocks = swapBlocks;
    }

    /**
     * Writes the copy.
     *
     * @param swapBlocks blocks whose swaps are read; earlier covered blocks are copied without swaps
     * @param directory a new directory
     */
    public static void write(SwapHistory history, PoolKey pool, BlockRange swapBlocks, Path directory) {
        PoolInfo info = history.pool(pool).orElseThrow();
        try (SwapStore store = SwapStore.embedded(directory)) {
            try (BulkLoad load = store.startLoad(pool, "sweep")) {
                new HistoryExtract(history, info, swapBlocks).copy(load);
                load.commit();
            }
            store.compact(pool);
        }
    }

    /** A part is wholly with or without swaps, and wholly with or without other events. */
    private void copy(BulkLoad load) {
        for (BlockRange covered : info.covered()) {
            TreeSet<Long> starts = new TreeSet<>(List.of(covered.first(), swapBlocks.first(), swapBlocks.last() + 1));
            for (BlockRange events : info.eventBlocks()) {
                starts.add(events.first());
                starts.add(events.last() + 1);
            }
            long last = Math.min(covered.last(), swapBlocks.last());
            for (Long start : starts.tailSet(covered.first()).headSet(last + 1)) {
                Long next = starts.higher(start);
                copy(new BlockRange(start, next == null ? last : Math.min(last, next - 1)), load);
            }
        }
    }

    private void copy(BlockRange part, BulkLoad load) {
        boolean hasEvents = info.eventBlocks().stream().anyMatch(range -> range.contains(part.first()));
        boolean hasSwaps = swapBlocks.contains(part.first());
        try (SwapCursor swaps = hasSwaps ? history.scan(info.pool(), part) : null;
                EventCursor events = hasEvents ? history.scanEvents(info.pool(), part) : null) {
            new Copy(swaps, events, load).run(part);
        }
    }

    /** Copies swaps and events of a part, merged by block, in additions of limited size that end between two blocks. */
    private static final class Copy {
        private final SwapCursor swapCursor;
        private final EventCursor eventCursor;
        private final BulkLoad load;
        private final SwapBatch read = new SwapBatch();
        private final SwapBatch swaps = new SwapBatch();
        private final Deque<PoolEvent> readEvents = new ArrayDeque<>();
        private final List<PoolEvent> events = new ArrayList<>();
        private int row;

        Copy(SwapCursor swapCursor, EventCursor eventCursor, BulkLoad load) {
            this.swapCursor = swapCursor;
            this.eventCursor = eventCursor;
            this.load = load;
        }

        void run(BlockRange part) {
            long first = part.first();
            for (long block = nextBlock(); block != Long.MAX_VALUE; block = nextBlock()) {
                if (swaps.size() >= MAX_SWAPS || events.size() >= MAX_EVENTS) {
                    append(new BlockRange(first, block - 1));
                    first = block;
                }
                while (nextSwapBlock() == block) {
                    swaps.add(read.row(row++));
                }
                while (nextEventBlock() == block) {
                    events.add(readEvents.remove());
                }
            }
            append(new BlockRange(first, part.last()));
        }

        private void append(BlockRange blocks) {
            if (eventCursor == null) {
                load.append(blocks, swaps);
            } else {
                load.append(blocks, swaps, List.copyOf(events));
            }
            swaps.resize(0);
            events.clear();
        }

        private long nextBlock() {
            return Math.min(nextSwapBlock(), nextEventBlock());
        }

        private long nextSwapBlock() {
            if (row == read.size() && swapCursor != null && swapCursor.next(read)) {
                row = 0;
            }
            return row < read.size() ? read.blocks()[row] : Long.MAX_VALUE;
        }

        private long nextEventBlock() {
            if (readEvents.isEmpty() && eventCursor != null) {
                readEvents.addAll(eventCursor.next());
            }
            return readEvents.isEmpty() ? Long.MAX_VALUE : readEvents.element().block();
        }
    }
}
