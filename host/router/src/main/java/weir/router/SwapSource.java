package weir.router;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import weir.strategy.Swap;

/**
 * Where the live market view gets a pair's swaps from: a service, none or several. The router asks the sources in the order of
 * their ranking and takes the first that knows anything. Called from strategy threads, several at once, within a query's
 * deadline; an exception counts as knowing nothing.
 */
@ConsumerType
public interface SwapSource {

    /**
     * Stored swaps of a pair in chain order. What is later than {@code toBlock} must not be among them, and is thrown away by
     * the router if it is.
     *
     * @param chainId EVM chain
     * @param pairAddress pool, lower case
     * @param fromBlock first block, inclusive
     * @param toBlock last block, inclusive
     * @param limit how many at most: the newest ones
     * @return swaps, oldest first; empty where none are known
     */
    List<Swap> swaps(long chainId, String pairAddress, long fromBlock, long toBlock, int limit);
}
