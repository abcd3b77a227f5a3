package weir.bench.fetch;

import java.util.List;
import java.util.Optional;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapStore;

/** A store that keeps nothing, so that a fetch only downloads, decodes and checks. */
final class DiscardingStore implements SwapStore {

    @Override
    public List<PoolKey> pools() {
        return List.of();
    }

    @Override
    public Optional<PoolInfo> pool(PoolKey pool) {
        return Optional.empty();
    }

    @Override
    public int append(PoolKey pool, BlockRange blocks, SwapBatch swaps) {
        return swaps.size();
    }

    @Override
    public int append(PoolKey pool, BlockRange blocks, SwapBatch swaps, List<PoolEvent> events) {
        return swaps.size() + events.size();
    }

    @Override
    public void compact(PoolKey pool) {}

    @Override
    public SwapCursor scan(PoolKey pool, BlockRange blocks) {
        throw new UnsupportedOperationException();
    }

    @Override
    public EventCursor scanEvents(PoolKey pool, BlockRange blocks) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BulkLoad startLoad(PoolKey pool, String source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BulkLoad startReplacement(PoolKey pool, String source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long remove(PoolKey pool, BlockRange blocks) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
