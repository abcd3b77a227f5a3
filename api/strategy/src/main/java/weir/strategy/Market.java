package weir.strategy;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The market of the query's pair up to and including the query's block. Later data is hidden, so a strategy cannot look ahead. The
 * host and backtests give the same view. It is valid during one {@link RebalanceStrategy#decide} call, on any thread. Methods
 * return an empty list if there is no data, and throw no exception.
 */
@ProviderType
public interface Market {

    /** Maximum number of entries that a method returns; the newest ones are kept. */
    int MAX_ENTRIES = 10_000;

    /**
     * Prices of the pair, at most one per block, from {@code fromBlock} to the query's block inclusive, oldest first. The
     * last one is the query's own price. The others are closing prices of blocks where the host has swaps, and prices of
     * earlier queries elsewhere.
     */
    List<Observation> prices(long fromBlock);

    /** Swaps of the pair from {@code fromBlock} to the query's block inclusive, in chain order; empty if none are stored. */
    List<Swap> swaps(long fromBlock);

    /**
     * Whether the query comes from a backtest or a sweep. A strategy may then skip side effects outside itself, such as writing a
     * file; its decision must not depend on this value, otherwise backtests mean nothing.
     *
     * @return {@code false} in the running host
     * @since 1.1
     */
    default boolean isBacktest() {
        return false;
    }

    /**
     * A price at the end of a block.
     *
     * @param blockNumber the block
     * @param price the pool's price then
     */
    record Observation(long blockNumber, Price price) {}
}
