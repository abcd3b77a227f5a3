package weir.history;

import org.osgi.annotation.versioning.ProviderType;

/**
 * History that can be added to. Swaps are only ever added, with the blocks they are complete for; nothing stored is
 * changed. Rows that cannot be true are refused. Safe for any number of threads and processes.
 */
@ProviderType
public interface SwapStore extends SwapHistory {

    /**
     * Adds all swaps of a pool in a range of blocks, as a follower of the chain learns them. Whole or not at all, and on disk
     * when it returns. Blocks that are stored already must agree and add nothing, so a repeated call does no harm.
     *
     * @param blocks the batch holds every swap of the pool in these blocks, perhaps none
     * @return rows that were new
     * @throws HistoryException if a row is impossible ({@code place} names its index in the batch), contradicts a stored
     *     one, or the disk fails
     */
    int append(PoolKey pool, BlockRange blocks, SwapBatch swaps);

    /**
     * Begins or takes up again a load of many batches, none of which is seen before {@link BulkLoad#commit}.
     *
     * @param source what is loaded, the same text for the same source: a load that was interrupted goes on where it stood
     * @throws HistoryException if the same load is under way in another process
     */
    BulkLoad load(PoolKey pool, String source);
}
