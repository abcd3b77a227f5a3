package weir.history.internal.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory;
import weir.history.SwapHistory.EventCursor;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;

/** Reads the rows to import from another history. */
public final class HistoryRowSource implements RowSource {

    private final SwapHistory source;
    private final String name;
    private final PoolKey pool;
    private final BlockRange blocks;
    private final Optional<PoolInfo> poolInfo;
    private final SwapBatch batch = new SwapBatch();
    private final Deque<PoolEvent> events = new ArrayDeque<>();
    private EventCursor eventCursor;
    private SwapCursor cursor;
    private long from;
    private int row;

    public HistoryRowSource(SwapHistory source, String name, PoolKey pool, BlockRange blocks) {
        this.source = source;
        this.name = name;
        this.pool = pool;
        this.blocks = blocks;
        this.poolInfo = source.pool(pool);
        this.from = blocks.first();
    }

    @Override
    public String identity() {
        return name + " " + blocks;
    }

    @Override
    public boolean skipTo(long block) {
        from = Math.max(from, block + 1);
        return true;
    }

    @Override
    public SwapRow next() {
        if (poolInfo.isEmpty() || from > blocks.last()) {
            return null;
        }
        if (cursor == null) {
            cursor = source.scan(pool, new BlockRange(from, blocks.last()));
        }
        if (row == batch.size()) {
            row = 0;
            if (!cursor.next(batch)) {
                return null;
            }
        }
        return batch.row(row++);
    }

    @Override
    public long firstEventBlock() {
        return fillEvents() ? events.element().block() : Long.MAX_VALUE;
    }

    @Override
    public Optional<List<PoolEvent>> events(BlockRange range) {
        if (!hasEvents()) {
            return Optional.empty();
        }
        List<PoolEvent> inRange = new ArrayList<>();
        while (fillEvents() && events.element().block() <= range.last()) {
            inRange.add(events.remove());
        }
        return Optional.of(inRange);
    }

    private boolean hasEvents() {
        return poolInfo.isPresent() && !poolInfo.get().eventBlocks().isEmpty();
    }

    /** Reads events if none is left. Returns false if there are no more. */
    private boolean fillEvents() {
        if (!hasEvents() || from > blocks.last()) {
            return false;
        }
        if (eventCursor == null) {
            eventCursor = source.scanEvents(pool, new BlockRange(from, blocks.last()));
        }
        if (events.isEmpty()) {
            events.addAll(eventCursor.next());
        }
        return !events.isEmpty();
    }

    @Override
    public long position() {
        return batch.blocks()[row - 1];
    }

    @Override
    public String place(long position) {
        return name + " pool " + pool + " block " + position;
    }

    @Override
    public double progress() {
        if (poolInfo.isEmpty() || row == 0) {
            return 0;
        }
        double first = Math.max(blocks.first(), poolInfo.get().firstBlock());
        double last = Math.min(blocks.last(), poolInfo.get().lastBlock());
        return last <= first ? 1 : Math.min(1, (position() - first) / (last - first));
    }

    @Override
    public long duplicates() {
        return cursor == null ? 0 : cursor.duplicates();
    }

    @Override
    public String emptyReason() {
        return poolInfo.map(summary -> "no swap of pool " + pool + " in blocks " + blocks + "; it has blocks "
                        + summary.firstBlock() + " to " + summary.lastBlock())
                .orElse("no swap of pool " + pool);
    }

    @Override
    public void close() {
        try (EventCursor opened = eventCursor) {
            if (cursor != null) {
                cursor.close();
            }
        }
    }
}
