package weir.router.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.SwapSource;
import weir.strategy.Market;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.Swap;

/** The market as the host knows it at one query's block: stored swaps as far as they go, then earlier queries' prices. */
record LiveMarket(RebalanceQuery query, PriceMemory memory, List<SwapSource> sources) implements Market {

    private static final Logger LOG = LoggerFactory.getLogger(LiveMarket.class);

    @Override
    public List<Observation> prices(long fromBlock) {
        if (fromBlock > query.blockNumber()) {
            return List.of();
        }
        List<Observation> earlier = new ArrayList<>(closing(swaps(fromBlock)));
        addAsked(earlier, fromBlock);
        List<Observation> prices =
                new ArrayList<>(earlier.subList(Math.max(0, earlier.size() - (MAX_ENTRIES - 1)), earlier.size()));
        prices.add(new Observation(query.blockNumber(), query.currentPrice()));
        return List.copyOf(prices);
    }

    @Override
    public List<Swap> swaps(long fromBlock) {
        for (SwapSource source : sources) {
            try {
                List<Swap> swaps = source
                        .swaps(query.chainId(), query.pairAddress(), fromBlock, query.blockNumber(), MAX_ENTRIES)
                        .stream()
                        .filter(swap -> swap.blockNumber() >= fromBlock && swap.blockNumber() <= query.blockNumber())
                        .toList();
                if (!swaps.isEmpty()) {
                    return swaps.subList(Math.max(0, swaps.size() - MAX_ENTRIES), swaps.size());
                }
            } catch (RuntimeException e) {
                LOG.debug("Swap source {} failed for pair {}", source.getClass(), query.pairAddress(), e);
            }
        }
        return List.of();
    }

    /** Closing prices of the blocks before the query's, whose own price the query brings. */
    private List<Observation> closing(List<Swap> swaps) {
        TreeMap<Long, Price> byBlock = new TreeMap<>();
        swaps.forEach(swap -> byBlock.put(swap.blockNumber(), swap.price()));
        byBlock.remove(query.blockNumber());
        List<Observation> closing = new ArrayList<>(byBlock.size());
        byBlock.forEach((block, price) -> closing.add(new Observation(block, price)));
        return closing;
    }

    /** Prices of earlier queries after the last stored swap; one that stayed is no news, as where every swap is stored. */
    private void addAsked(List<Observation> prices, long fromBlock) {
        boolean stored = !prices.isEmpty();
        long from = stored ? prices.get(prices.size() - 1).blockNumber() + 1 : fromBlock;
        for (Observation asked : memory.before(query, from, MAX_ENTRIES - 1)) {
            if (!stored || !asked.price().equals(prices.get(prices.size() - 1).price())) {
                prices.add(asked);
            }
        }
    }
}
