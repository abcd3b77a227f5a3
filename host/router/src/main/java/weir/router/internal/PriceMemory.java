package weir.router.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import weir.strategy.Market.Observation;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;

/**
 * The prices that queries have shown, by pair and block: what the live market view knows where no swaps are stored. Bounded in
 * pairs and in prices of a pair; no lock on the way of a query.
 */
final class PriceMemory {

    static final int MAX_PAIRS = 64;
    static final int MAX_PRICES = 4_096;

    private final Map<Pair, Prices> pairs = new ConcurrentHashMap<>();

    void remember(RebalanceQuery query) {
        Pair pair = Pair.of(query);
        Prices prices = pairs.get(pair);
        if (prices == null) {
            if (pairs.size() >= MAX_PAIRS) {
                forgetOldest();
            }
            prices = pairs.computeIfAbsent(pair, absent -> new Prices());
        }
        prices.add(query.blockNumber(), query.currentPrice());
    }

    /** Prices of the query's pair from a block to just before the query's own, oldest first, at most the newest {@code limit}. */
    List<Observation> before(RebalanceQuery query, long fromBlock, int limit) {
        Prices prices = pairs.get(Pair.of(query));
        return prices == null ? List.of() : prices.between(fromBlock, query.blockNumber(), limit);
    }

    int size() {
        return pairs.size();
    }

    private void forgetOldest() {
        pairs.entrySet().stream()
                .min(Comparator.comparingLong(entry -> entry.getValue().touched))
                .ifPresent(oldest -> pairs.remove(oldest.getKey(), oldest.getValue()));
    }

    private record Pair(long chainId, String address) {
        static Pair of(RebalanceQuery query) {
            return new Pair(query.chainId(), query.pairAddress());
        }
    }

    private static final class Prices {
        private final ConcurrentNavigableMap<Long, Price> byBlock = new ConcurrentSkipListMap<>();
        /** Beside the map, whose own size() walks all of it. */
        private final AtomicInteger count = new AtomicInteger();

        private volatile long touched = System.nanoTime();

        void add(long block, Price price) {
            touched = System.nanoTime();
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
            List<Observation> newestFirst =
                    byBlock.subMap(fromBlock, true, toBlock, false).descendingMap().entrySet().stream()
                            .limit(limit)
                            .map(entry -> new Observation(entry.getKey(), entry.getValue()))
                            .toList();
            return newestFirst.stream()
                    .sorted(Comparator.comparingLong(Observation::blockNumber))
                    .toList();
        }
    }
}
