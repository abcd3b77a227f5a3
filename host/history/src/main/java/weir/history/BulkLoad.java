package weir.history;

/** A load under way. Closed without a commit it stays aside, unseen by scans, to be taken up again. One thread. */
public interface BulkLoad extends AutoCloseable {

    /** The last block that an interrupted load of the same source had reached, or -1. */
    long reached();

    /** Rows set aside so far, those of an interrupted load included. */
    long rows();

    /**
     * Sets aside what is new of all swaps in a range of blocks; ranges come in rising order.
     *
     * @throws HistoryException as {@link SwapStore#append}
     */
    void append(BlockRange blocks, SwapBatch swaps);

    /** Makes the whole load part of the history, at once and for good. */
    void commit();

    /** Throws away what was set aside. */
    void discard();

    @Override
    void close();
}
