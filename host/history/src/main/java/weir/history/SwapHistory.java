package weir.history;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Swaps of pools, to be read. Safe for any number of threads; each scan sees what was there when it began. */
@ProviderType
public interface SwapHistory extends AutoCloseable {

    /** The pools that have history, by key. */
    List<PoolInfo> pools();

    /** What is known of one pool; empty if it has no history. */
    Optional<PoolInfo> pool(PoolKey pool);

    /**
     * Reads a pool's swaps in order of block and log index. A range without swaps gives no batch; what is stored at all is
     * told by {@link #pool}.
     *
     * @throws HistoryException if the history cannot be read
     */
    SwapCursor scan(PoolKey pool, BlockRange blocks);

    @Override
    void close();
}
