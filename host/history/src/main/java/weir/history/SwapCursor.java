package weir.history;

/** A scan under way. One thread; always to be closed, also after a failure. */
public interface SwapCursor extends AutoCloseable {

    /**
     * Replaces the batch's content by the next swaps, in chain order.
     *
     * @return false after the last swap; the batch is then empty
     * @throws HistoryException if the history is damaged or its database goes away
     */
    boolean next(SwapBatch batch);

    @Override
    void close();
}
