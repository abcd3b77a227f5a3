package weir.history;

/**
 * Stages many batches of swaps, and makes them visible together. After {@link #close} without commit or discard, the staged rows stay
 * on disk, invisible to scans, and the next load of the same source continues with them. For one thread.
 */
public interface BulkLoad extends AutoCloseable {

    /** Returns the last staged block, including those of an interrupted load of the same source; -1 if there is none. */
    long lastBlock();

    /** Returns the number of staged rows, including those of an interrupted load. */
    long rows();

    /**
     * Stages the swaps of a range of blocks that are not stored yet. Ranges must ascend.
     *
     * @throws HistoryException as {@link SwapStore#append}
     */
    void append(BlockRange blocks, SwapBatch swaps);

    /** Makes the staged rows part of the history, atomically. They are on disk when the method returns. */
    void commit();

    /** Deletes the staged rows. */
    void discard();

    @Override
    void close();
}
