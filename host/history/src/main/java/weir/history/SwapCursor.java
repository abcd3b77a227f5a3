package weir.history;

/** A running scan, for one thread. Close it, also after a failure. */
public interface SwapCursor extends AutoCloseable {

    /**
     * Fills the batch with the next swaps, in chain order.
     *
     * @return false after the last swap; the batch is then empty
     * @throws HistoryException if the history is damaged or its database fails
     */
    boolean next(SwapBatch batch);

    @Override
    void close();
}
