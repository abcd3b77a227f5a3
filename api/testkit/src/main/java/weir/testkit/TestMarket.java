package weir.testkit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import weir.strategy.Market;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.Swap;

/**
 * The history of a pair in memory, for tests. {@link #at} gives the market view of a query. Like the host, it hides everything after the
 * query's block, so one market serves queries at different blocks. Immutable.
 */
public final class TestMarket {

    /** A market without history: a view shows only the query's own price. */
    public static final TestMarket EMPTY = new TestMarket(List.of(), List.of());

    private final List<Market.Observation> prices;
    private final List<Swap> swaps;

    private TestMarket(List<Market.Observation> prices, List<Swap> swaps) {
        this.prices = List.copyOf(prices);
        this.swaps = List.copyOf(swaps);
    }

    /** A market with prices but no swaps: the price of one tick per block, starting at {@code firstBlock}. */
    public static TestMarket ofTicks(long firstBlock, int... ticks) {
        List<Market.Observation> prices = new ArrayList<>();
        for (int tick : ticks) {
            prices.add(new Market.Observation(firstBlock + prices.size(), Price.atTick(tick)));
        }
        return new TestMarket(prices, List.of());
    }

    /**
     * A market with swaps. Its prices are those of the last swap of each block.
     *
     * @param swaps in chain order
     */
    public static TestMarket ofSwaps(List<Swap> swaps) {
        TreeMap<Long, Price> closing = new TreeMap<>();
        swaps.forEach(swap -> closing.put(swap.blockNumber(), swap.price()));
        List<Market.Observation> prices = new ArrayList<>();
        closing.forEach((block, price) -> prices.add(new Market.Observation(block, price)));
        return new TestMarket(prices, swaps);
    }

    /** A swap to the price of a tick, with 10^18 raw units of each token. */
    public static Swap swap(long block, int logIndex, int tick) {
        BigInteger amount = BigInteger.TEN.pow(18);
        return new Swap(block, logIndex, Price.atTick(tick), amount.multiply(amount), amount, amount.negate());
    }

    /** The view that a strategy gets with {@code query}. Its last price is the query's own. */
    public Market at(RebalanceQuery query) {
        return new View(query);
    }

    private final class View implements Market {

        private final RebalanceQuery query;

        View(RebalanceQuery query) {
            this.query = query;
        }

        @Override
        public List<Observation> prices(long fromBlock) {
            if (fromBlock > query.blockNumber()) {
                return List.of();
            }
            // The price of the query's block is the query's own.
            List<Observation> seen = new ArrayList<>();
            for (Observation observation : prices) {
                if (observation.blockNumber() >= fromBlock && observation.blockNumber() < query.blockNumber()) {
                    seen.add(observation);
                }
            }
            seen.add(new Observation(query.blockNumber(), query.currentPrice()));
            return newest(seen);
        }

        @Override
        public List<Swap> swaps(long fromBlock) {
            return newest(swaps.stream()
                    .filter(swap -> swap.blockNumber() >= fromBlock && swap.blockNumber() <= query.blockNumber())
                    .toList());
        }

        private static <T> List<T> newest(List<T> entries) {
            return List.copyOf(entries.subList(Math.max(0, entries.size() - MAX_ENTRIES), entries.size()));
        }
    }
}
