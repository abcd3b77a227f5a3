package weir.market;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.annotation.versioning.ConsumerType;
import weir.history.PoolKey;
import weir.history.SwapHistory;
import weir.history.pool.PoolMetadata;
import weir.market.internal.HistorySwapSource;
import weir.strategy.Market.InitializedTick;
import weir.strategy.Market.Observation;
import weir.strategy.PoolFacts;
import weir.strategy.Swap;

/**
 * A source of swaps, and of other data of a pool, for {@link MarketView}. The host uses all services of this type, in the order of their
 * service ranking. For each method, the view takes the data of the first source that returns any.
 *
 * <p>Strategies' threads call a source concurrently, within the deadline of a query. The view treats an exception as an empty
 * result.
 */
@ConsumerType
@FunctionalInterface
public interface SwapSource {

    /**
     * Returns a source of the events of a history. The host uses the same one, with the events that are not stored yet.
     *
     * @param history stored events
     * @param metadata returns what is stored of a pool besides its events
     */
    static SwapSource of(SwapHistory history, Function<PoolKey, Optional<PoolMetadata>> metadata) {
        return new HistorySwapSource(history, metadata);
    }

    /**
     * Returns the newest swaps of a pool in a range of blocks. The view discards swaps outside the range.
     *
     * @param chainId EVM chain id
     * @param pairAddress address of the pool in lower case
     * @param fromBlock first block, inclusive
     * @param toBlock last block, inclusive
     * @param limit maximum number of swaps
     * @return swaps in chain order; empty if the source has none
     */
    List<Swap> swaps(long chainId, String pairAddress, long fromBlock, long toBlock, int limit);

    /**
     * Returns the closing price of each block of the swaps that {@link #swaps} returns for the same arguments. A source that
     * has the prices without creating {@link Swap} objects should override this method.
     *
     * @return one observation per block, oldest first
     */
    default List<Observation> closingPrices(long chainId, String pairAddress, long fromBlock, long toBlock, int limit) {
        List<Swap> swaps = swaps(chainId, pairAddress, fromBlock, toBlock, limit);
        List<Observation> closing = new ArrayList<>();
        for (int i = 0; i < swaps.size(); i++) {
            long block = swaps.get(i).blockNumber();
            if (i + 1 == swaps.size() || swaps.get(i + 1).blockNumber() != block) {
                closing.add(new Observation(block, swaps.get(i).price()));
            }
        }
        return closing;
    }

    /** Returns facts of a pool; empty if the source does not know them. */
    default Optional<PoolFacts> pool(long chainId, String pairAddress) {
        return Optional.empty();
    }

    /**
     * Returns the liquidity in range after the newest event up to a block. By default, it is the one that the last swap reported.
     *
     * @param toBlock last block, inclusive
     */
    default Optional<BigInteger> liquidity(long chainId, String pairAddress, long toBlock) {
        return swaps(chainId, pairAddress, 0, toBlock, 1).stream()
                .reduce((first, last) -> last)
                .map(Swap::liquidity)
                // Sources of prices alone have swaps with liquidity 0.
                .filter(liquidity -> liquidity.signum() > 0);
    }

    /**
     * Returns the initialised ticks of a pool at the end of a block.
     *
     * @param lowestTick lowest tick, inclusive
     * @param highestTick highest tick, inclusive
     * @return ticks in ascending order; empty if the source does not know all mints and burns up to the block
     */
    default Optional<List<InitializedTick>> initializedTicks(
            long chainId, String pairAddress, long block, int lowestTick, int highestTick) {
        return Optional.empty();
    }
}
