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
 * Stores the price of each query by pair and block. The market view shows these prices where no swaps are stored. Holds at most
 * 64 pairs and 4,096 prices per pair. A new pair replaces the pair whose last query is the oldest. Thread-safe; a query takes
 * no lock.
 */
public final class PriceCache {

    static final int MAX_PAIRS = 64;
    static final int MAX_PRICES_PER_PAIR = 4_096;

    private final Map<Pair, Prices> pairs = new ConcurrentHashMap<>();
    /** Counts queries. Orders the pairs by their last query. */
    private final AtomicLong queryCount = new AtomicLong();

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
        prices.lastQuery = queryCount.incrementAndGet();
        prices.add(query.blockNumber(), query.currentPrice());
    }

    /**
     * Returns the prices of the query's pair from {@code fromBlock}, inclusive, to the query's block, exclusive.
     *
     * @param limit maximum number of prices; if there are more, returns the newest ones
     * @return prices, oldest first
     */
    public List<Observation> before(RebalanceQuery query, long fromBlock, int limit) {
        Prices prices = pairs.get(Pair.of(query));
        return prices == null ? List.of() : prices.between(fromBlock, query.blockNumber(), limit);
    }

    int pairCount() {
        return pairs.size();
    }

    private void removeLeastRecentlyUsed() {
        pairs.entrySet().stream()
                .min(Comparator.comparingLong(entry -> entry.getValue().lastQuery))
                .ifPresent(oldest -> pairs.remove(oldest.getKey(), oldest.getValue()));
    }

    private record Pair(long chainId, String address) {
        static Pair of(RebalanceQuery query) {
            return new Pair(query.chainId(), query.pairAddress());
        }
    }

    private static final class Prices {
        private final ConcurrentNavigableMap<Long, Price> priceByBlock = new ConcurrentSkipListMap<>();
        /** Number of prices. The size() of the map would visit every entry. */
        private final AtomicInteger priceCount = new AtomicInteger();

        private volatile long lastQuery;

        void add(long block, Price price) {
            if (priceByBlock.put(block, price) == null
                    && priceCount.incrementAndGet() > MAX_PRICES_PER_PAIR
                    && priceByBlock.pollFirstEntry() != null) {
                priceCount.decrementAndGet();
            }
        }

        List<Observation> between(long fromBlock, long toBlock, int limit) {
            if (fromBlock >= toBlock) {
                return List.of();
            }
            List<Observation> prices = new ArrayList<>();
            for (Entry<Long, Price> entry :
                    priceByBlock.subMap(fromBlock, toBlock).descendingMap().entrySet()) {
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
