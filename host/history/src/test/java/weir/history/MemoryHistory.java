package weir.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The history of one pool in memory, for rows that a store would reject. */
public final class MemoryHistory implements SwapHistory {

    private final PoolInfo info;
    private final List<SwapRow> swaps;
    private final List<PoolEvent> events;

    /** @param events the other events; if there are none, they count as unknown */
    public MemoryHistory(PoolKey pool, BlockRange blocks, List<SwapRow> swaps, List<PoolEvent> events) {
        List<BlockRange> eventBlocks = events.isEmpty() ? List.of() : List.of(blocks);
        this.info = new PoolInfo(pool, swaps.size(), List.of(blocks), 0, 0, events.size(), eventBlocks);
        this.swaps = swaps;
        this.events = events;
    }

    @Override
    public List<PoolKey> pools() {
        return List.of(info.pool());
    }

    @Override
    public Optional<PoolInfo> pool(PoolKey pool) {
        return Optional.of(info);
    }

    @Override
    public SwapCursor scan(PoolKey pool, BlockRange blocks) {
        Deque<SwapRow> rest = new ArrayDeque<>(swaps);
        return new SwapCursor() {
            @Override
            public boolean next(SwapBatch batch) {
                batch.resize(0);
                while (!rest.isEmpty() && batch.size() < SwapBatch.CAPACITY) {
                    batch.add(rest.remove());
                }
                return batch.size() > 0;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public EventCursor scanEvents(PoolKey pool, BlockRange blocks) {
        Deque<List<PoolEvent>> rest = new ArrayDeque<>(List.of(events, List.of()));
        return new EventCursor() {
            @Override
            public List<PoolEvent> next() {
                return rest.isEmpty() ? List.of() : rest.remove();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
