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

    /** Returns the number of rows read so far that repeat another row of their block; {@link #next} omits them. */
    default long duplicates() {
        return 0;
    }

    @Override
    void close();
}
