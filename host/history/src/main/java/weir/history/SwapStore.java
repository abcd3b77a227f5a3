package weir.history;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import weir.history.internal.store.FileSwapStore;

/**
 * A history to which swaps and other events can be added. Each addition names the range of blocks of which it contains all swaps, and
 * either all other events or none. Stored events change only by {@link #remove} and {@link #startReplacement}. Invalid rows are
 * rejected. Safe for concurrent use by threads and processes.
 */
@ProviderType
public interface SwapStore extends SwapHistory {

    /** Maximum number of events other than swaps in one addition. */
    int MAX_EVENTS = 32_768;

    /**
     * Opens the embedded store in a directory, which the first write creates. Several stores, threads and processes may share a
     * directory. After a crash, the store contains what was appended or committed, and nothing else.
     */
    static SwapStore embedded(Path directory) {
        return new FileSwapStore(directory);
    }

    /**
     * Adds all swaps of a pool in a range of blocks, atomically; they are on disk when the method returns. Rows of blocks that
     * are already stored must be equal to the stored ones in all columns and are not added again, so a call may be repeated. A
     * missing time or hash equals any.
     *
     * @param blocks the range; the batch contains all swaps of the pool in it, possibly none
     * @return number of new rows
     * @throws HistoryException if a row is invalid ({@code row} is its index in the batch) or contradicts a stored one, or if
     *     writing fails
     */
    int append(PoolKey pool, BlockRange blocks, SwapBatch swaps);

    /**
     * As {@link #append(PoolKey, BlockRange, SwapBatch)}, and adds the other events of the blocks in the same atomic step. If the swaps of
     * a block are already stored without its other events, the events are added to them.
     *
     * @param blocks the range; batch and list contain all events of the pool in it, possibly none
     * @param events at most {@value #MAX_EVENTS}, in chain order
     * @return number of new swaps and events
     * @throws HistoryException if a swap or an event is invalid or contradicts a stored one, or if writing fails
     * @throws IllegalArgumentException if there are more events; divide the range
     */
    int append(PoolKey pool, BlockRange blocks, SwapBatch swaps, List<PoolEvent> events);

    /**
     * Rewrites the files of a pool, so that their bytes depend on the stored events and blocks alone, not on the additions that stored them.
     * This also makes them smaller and faster to read. Does nothing if the pool has no history, or nothing was added since the last time.
     * Atomic: a crash leaves the old or the new files. Needs as much free space as the pool's history.
     *
     * @throws HistoryException if the history of the pool cannot be read, or writing fails
     */
    void compact(PoolKey pool);

    /**
     * Starts a load of many batches, or resumes an interrupted one. Its rows are invisible until {@link BulkLoad#commit}.
     *
     * @param source identifies the source; the same text continues an interrupted load
     * @throws HistoryException if another process runs the same load
     */
    BulkLoad startLoad(PoolKey pool, String source);

    /**
     * As {@link #startLoad}, but {@link BulkLoad#commit} replaces the stored swaps and events of all blocks from the first to the last
     * staged one, and {@link BulkLoad#append} does not compare with stored rows. A load without events leaves these blocks without
     * events: those of another source may not fit its swaps. A crash leaves the old or the new history.
     */
    BulkLoad startReplacement(PoolKey pool, String source);

    /**
     * Removes the swaps and events of a range of blocks and leaves a gap there. A range that covers all stored blocks removes the pool. Atomic: a
     * crash leaves the old or the new history.
     * Cancels interrupted and running loads of the pool.
     *
     * @return number of removed swaps
     * @throws HistoryException if the history of the pool cannot be read, or writing fails
     */
    long remove(PoolKey pool, BlockRange blocks);

    /**
     * Stages many batches, and makes them visible together. After {@link #close} without commit or discard, the staged rows stay
     * on disk, invisible to scans, and the next load of the same source continues with them. For one thread.
     */
    @ProviderType
    interface BulkLoad extends AutoCloseable {

        /** Returns the last staged block, including those of an interrupted load of the same source; -1 if there is none. */
        long lastBlock();

        /** Returns the number of staged swaps, including those of an interrupted load. */
        long rows();

        /** Returns the number of staged events other than swaps, including those of an interrupted load. */
        long events();

        /**
         * Returns how many appended rows were already stored, but have a time or hash that the stored row lacks. The stored rows remain
         * unchanged.
         */
        long rowsWithNewValues();

        /**
         * Stages the swaps of a range of blocks that are not stored yet. Ranges must ascend.
         *
         * @throws HistoryException as {@link SwapStore#append}
         */
        void append(BlockRange blocks, SwapBatch swaps);

        /**
         * Stages the swaps and the other events of a range of blocks, as far as they are not stored yet. Ranges must ascend.
         *
         * @throws HistoryException as {@link SwapStore#append(PoolKey, BlockRange, SwapBatch, List)}
         */
        void append(BlockRange blocks, SwapBatch swaps, List<PoolEvent> events);

        /** Makes the staged rows part of the history, atomically. They are on disk when the method returns. */
        void commit();

        /** Deletes the staged rows. */
        void discard();

        @Override
        void close();
    }
}
