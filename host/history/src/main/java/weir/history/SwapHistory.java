package weir.history;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Read access to stored swaps. Thread-safe; a scan sees the state at its start. */
@ProviderType
public interface SwapHistory extends AutoCloseable {

    /** The pools that have history, ordered by key. */
    List<PoolInfo> pools();

    /** Summary of one pool; empty if it has no history. */
    Optional<PoolInfo> pool(PoolKey pool);

    /**
     * Reads a pool's swaps in order of block and log index. A range without swaps gives no batch; {@link #pool} tells which
     * blocks are covered.
     *
     * @throws HistoryException if the history cannot be read
     */
    SwapCursor scan(PoolKey pool, BlockRange blocks);

    /**
     * The first swap in a range of blocks; empty if there is none.
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
     * The last swap in a range of blocks; empty if there is none. Scans backwards in growing steps, because it is usually near
     * the end.
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
