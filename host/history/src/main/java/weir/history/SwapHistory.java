package weir.history;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import weir.history.internal.postgres.PostgresAddress;
import weir.history.internal.postgres.PostgresHistory;

/** Reads stored swaps and other events of pools. Thread-safe; a scan does not see later changes. */
@ProviderType
public interface SwapHistory extends AutoCloseable {

    /**
     * Opens a validator's database, read-only. It contains pools of chain Base (8453). Tables named
     * {@code base_(poocl|poolcl|univ3)_(swaps|mints|burns|collects|initializes)} with a version such as {@code _v2} are found in the
     * database's catalogue. Swaps without a log index are ordered within their block by price continuity. Each call opens a connection.
     *
     * @param connection {@code postgresql://user:password@host:port/database?option=value}, as in {@code DB_CONNECTION_STRING};
     *     driver suffixes such as {@code postgresql+asyncpg://}, several hosts, and sockets ({@code ?host=/run/postgresql}) are
     *     accepted. The password appears in no message.
     * @throws HistoryException if the connection string is malformed or has an unknown option
     */
    static SwapHistory postgres(String connection) {
        return new PostgresHistory(PostgresAddress.parse(connection));
    }

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
     * Reads a pool's events other than swaps in order of block and log index. {@link PoolInfo#eventBlocks} tells for which blocks they
     * are complete. To combine both scans, end both at a block that {@link #pool} reported before: other blocks may be added between the
     * two calls.
     *
     * @throws HistoryException if the history cannot be read
     */
    EventCursor scanEvents(PoolKey pool, BlockRange blocks);

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

    /** A running scan of events other than swaps. The caller closes it, also after an exception. Not thread-safe. */
    @ProviderType
    interface EventCursor extends AutoCloseable {

        /**
         * Returns the next events, in chain order: at most {@link SwapStore#MAX_EVENTS}. The list is empty if there are no more.
         *
         * @throws HistoryException if the stored files are damaged, or the database fails
         */
        List<PoolEvent> next();

        @Override
        void close();
    }

    /** A running scan of swaps. The caller closes it, also after an exception. Not thread-safe. */
    @ProviderType
    interface SwapCursor extends AutoCloseable {

        /**
         * Fills the batch with the next swaps, in chain order.
         *
         * @return false if there are no more swaps; the batch is then empty
         * @throws HistoryException if the stored files are damaged, or the database fails
         */
        boolean next(SwapBatch batch);

        /** Returns the number of rows read so far that repeat another row of their block; {@link #next} omits them. */
        default long duplicates() {
            return 0;
        }

        @Override
        void close();
    }
}
