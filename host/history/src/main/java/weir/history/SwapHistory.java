package weir.history;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Reads stored swaps. Thread-safe; a scan does not see later changes. */
@ProviderType
public interface SwapHistory extends AutoCloseable {

    /**
     * Returns the pools that have history, in ascending order. Does not read their swaps, so that a damaged pool does not hide the
     * others.
     *
     * @throws HistoryException if the list cannot be read
     */
    List<PoolKey> pools();

    /**
     * Returns the summary of a pool; empty if it has no history.
     *
     * @throws HistoryException if the history of this pool cannot be read
     */
    Optional<PoolInfo> pool(PoolKey pool);

    /**
     * Reads a pool's swaps in order of block and log index. If there are no swaps, {@link #pool} tells whether the
     * blocks are covered.
     *
     * @throws HistoryException if the history cannot be read
     */
    SwapCursor scan(PoolKey pool, BlockRange blocks);

    /**
     * Returns the first swap in a range of blocks; empty if there is none.
     *
     * @throws HistoryException if the history cannot be read
     */
    default Optional<SwapRow> first(PoolKey pool, BlockRange blocks) {
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = scan(pool, blocks)) {
            return cursor.next(batch) ? Optional.of(batch.row(0)) : Optional.empty();
        }
    }

    /**
     * Returns the last swap in a range of blocks; empty if there is none. Searches from the end, in growing steps.
     *
     * @throws HistoryException if the history cannot be read
     */
    default Optional<SwapRow> last(PoolKey pool, BlockRange blocks) {
        SwapBatch batch = new SwapBatch();
        for (long span = 1_000; ; span *= 8) {
            long from = Math.max(blocks.first(), blocks.last() - span);
            SwapRow last = null;
            try (SwapCursor cursor = scan(pool, new BlockRange(from, blocks.last()))) {
                while (cursor.next(batch)) {
                    last = batch.row(batch.size() - 1);
                }
            }
            if (last != null || from == blocks.first()) {
                return Optional.ofNullable(last);
            }
        }
    }

    @Override
    void close();
}
