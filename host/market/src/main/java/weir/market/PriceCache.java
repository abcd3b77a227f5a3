package weir.market;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import weir.strategy.Market.Observation;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;

/**
 * The prices that queries carried, by pair and block: the market view's source where no swaps are stored. Holds at most 64 pairs
 * and 4,096 prices of each; a new pair replaces the one that was queried longest ago. Thread-safe; takes no lock in a query.
 */
public final class PriceCache {

    static final int MAX_PAIRS = 64;
    static final int MAX_PRICES = 4_096;

    private final Map<Pair, Prices> pairs = new ConcurrentHashMap<>();
    /** Counts queries: the order of use without a clock. */
    private final AtomicLong queries = new AtomicLong();

    /** Stores the query's price. */
    public void add(RebalanceQuery query) {
        Pair pair = Pair.of(query);
        Prices prices = pairs.get(pair);
        if (prices == null) {
            if (pairs.size() >= MAX_PAIRS) {
                removeLeastRecentlyUsed();
            }
            prices = pairs.computeIfAbsent(pair, absent -> new Prices());
        }
        prices.lastUsed = queries.incrementAndGet();
        prices.add(query.blockNumber(), query.currentPrice());
    }

    /**
     * Prices of the query's pair from a block up to, and without, the query's block.
     *
     * @param limit maximum number of prices; the newest are kept
     * @return prices, oldest first
     */
    public List<Observation> before(RebalanceQuery query, long fromBlock, int limit) {
        Prices prices = pairs.get(Pair.of(query));
        return prices == null ? List.of() : prices.between(fromBlock, query.blockNumber(), limit);
    }

    int pairs() {
        return pairs.size();
    }

    private void removeLeastRecentlyUsed() {
        pairs.entrySet().stream()
                .min(Comparator.comparingLong(entry -> entry.getValue().lastUsed))
                .ifPresent(oldest -> pairs.remove(oldest.getKey(), oldest.getValue()));
    }

    private record Pair(long chainId, String address) {
        static Pair of(RebalanceQuery query) {
            return new Pair(query.chainId(), query.pairAddress());
        }
    }

    private static final class Prices {
        private final ConcurrentNavigableMap<Long, Price> byBlock = new ConcurrentSkipListMap<>();
        /** Beside the map because the map's own size() visits every entry. */
        private final AtomicInteger count = new AtomicInteger();

        private volatile long lastUsed;

        void add(long block, Price price) {
            if (byBlock.put(block, price) == null
                    && count.incrementAndGet() > MAX_PRICES
                    && byBlock.pollFirstEntry() != null) {
                count.decrementAndGet();
            }
        }

        List<Observation> between(long fromBlock, long toBlock, int limit) {
            if (fromBlock >= toBlock) {
                return List.of();
            }
            List<Observation> prices = new ArrayList<>();
            for (Entry<Long, Price> entry :
                    byBlock.subMap(fromBlock, toBlock).descendingMap().entrySet()) {
                if (prices.size() == limit) {
                    break;
                }
                prices.add(new Observation(entry.getKey(), entry.getValue()));
            }
            Collections.reverse(prices);
            return prices;
        }
    }
}
