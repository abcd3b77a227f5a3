package weir.history;

/**
 * A load of many batches, which become visible together. Closed without a commit or discard, the staged rows are kept, invisible
 * to scans, and the next load of the same source continues with them. For one thread.
 */
public interface BulkLoad extends AutoCloseable {

    /** The last staged block, including those of an interrupted load of the same source; -1 if none. */
    long lastBlock();

    /** Number of staged rows, including those of an interrupted load. */
    long rows();

    /**
     * Stages the swaps of a range of blocks that are not stored yet. Ranges must ascend.
     *
     * @throws HistoryException as {@link SwapStore#append}
     */
    void append(BlockRange blocks, SwapBatch swaps);

    /** Makes the staged rows part of the history, durably and all at once. */
    void commit();

    /** Deletes the staged rows. */
    void discard();

    @Override
    void close();
}
