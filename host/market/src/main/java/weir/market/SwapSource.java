package weir.market;

import java.util.ArrayList;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import weir.strategy.Market.Observation;
import weir.strategy.Swap;

/**
 * A source of swaps for the market view. In the host it is a service; there may be none or several. The view reads the sources
 * in the order of their service ranking and uses the first one that returns swaps.
 *
 * <p>Strategy threads call it concurrently, within a query's deadline. The view treats an exception as an empty result.
 */
@ConsumerType
@FunctionalInterface
public interface SwapSource {

    /**
     * The newest swaps of a pool within a range of blocks. The view discards swaps outside the range.
     *
     * @param chainId EVM chain
     * @param pairAddress pool, lower case
     * @param fromBlock first block, inclusive
     * @param toBlock last block, inclusive
     * @param limit maximum number of swaps
     * @return swaps in chain order; empty if the source has none
     */
    List<Swap> swaps(long chainId, String pairAddress, long fromBlock, long toBlock, int limit);

    /**
     * The closing price of each block that has one of the swaps that {@link #swaps} returns for the same arguments. Override it
     * where prices are available without building the swaps.
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
