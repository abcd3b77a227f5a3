package weir.market;

import java.util.ArrayList;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import weir.strategy.Market.Observation;
import weir.strategy.Swap;

/**
 * A source of swaps for {@link MarketView}. The host uses all services of this type, in the order of their service ranking. The
 * view takes the swaps of the first source that returns any.
 *
 * <p>Strategies' threads call a source concurrently, within the deadline of a query. The view treats an exception as an empty
 * result.
 */
@ConsumerType
@FunctionalInterface
public interface SwapSource {

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
}
