package weir.history;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Read access to stored swaps. Thread-safe; a scan sees the state at its start. */
@ProviderType
public interface SwapHistory extends AutoCloseable {

    /** The pools that have history, ordered by key. */
    List<PoolInfo> pools();

    /** Summary of one pool; empty if it has no history. */
    Optional<PoolInfo> pool(PoolKey pool);

    /**
     * Reads a pool's swaps in order of block and log index. A range without swaps gives no batch; {@link #pool} tells which
     * blocks are covered.
     *
     * @throws HistoryException if the history cannot be read
     */
    SwapCursor scan(PoolKey pool, BlockRange blocks);

    @Override
    void close();
}
