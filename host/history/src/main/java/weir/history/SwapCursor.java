package weir.history;

/** A running scan. The caller closes it, also after an exception. Not thread-safe. */
public interface SwapCursor extends AutoCloseable {

    /**
     * Fills the batch with the next swaps, in chain order.
     *
     * @return false if there are no more swaps; the batch is then empty
     * @throws HistoryException if the stored files are damaged, or the database fails
     */
    boolean next(SwapBatch batch);

    @Override
    void close();
}
