package weir.history;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A history to which swaps can be added, together with the range of blocks for which they are complete. Stored swaps never change.
 * Invalid rows are rejected. Safe for concurrent use by threads and processes.
 */
@ProviderType
public interface SwapStore extends SwapHistory {

    /**
     * Adds all swaps of a pool in a range of blocks, atomically; they are on disk when the method returns. Rows of blocks that
     * are already stored must be equal to the stored ones and are not added again, so a call may be repeated.
     *
     * @param blocks the range; the batch contains all swaps of the pool in it, possibly none
     * @return number of new rows
     * @throws HistoryException if a row is invalid ({@code row} is its index in the batch) or contradicts a stored one, or if
     *     writing fails
     */
    int append(PoolKey pool, BlockRange blocks, SwapBatch swaps);

    /**
     * Starts a load of many batches, or resumes an interrupted one. Its rows are invisible until {@link BulkLoad#commit}.
     *
     * @param source identifies the source; the same text continues an interrupted load
     * @throws HistoryException if another process runs the same load
     */
    BulkLoad load(PoolKey pool, String source);
}
