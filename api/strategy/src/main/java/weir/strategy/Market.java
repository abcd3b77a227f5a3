package weir.strategy;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What was known of the query's pair at the query's block, and nothing later: the same view live and in a backtest, so no
 * strategy can look ahead. Valid during one {@link RebalanceStrategy#decide} call, on any thread. Never fails: what is not
 * known is an empty list.
 */
@ProviderType
public interface Market {

    /** The most entries that either method returns: the newest ones. */
    int MAX_ENTRIES = 10_000;

    /**
     * Prices of the pair, at most one per block, from {@code fromBlock} to the query's block inclusive, oldest first. The
     * last one is the query's own price. Where the host has swaps they are the closing prices of blocks, otherwise the
     * prices of earlier queries.
     */
    List<Observation> prices(long fromBlock);

    /** Swaps of the pair from {@code fromBlock} to the query's block inclusive, in chain order; empty where none are stored. */
    List<Swap> swaps(long fromBlock);

    /**
     * A price at the end of a block.
     *
     * @param blockNumber the block
     * @param price the pool's price then
     */
    record Observation(long blockNumber, Price price) {}
}
