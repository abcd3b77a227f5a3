package weir.market;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.slf4j.LoggerFactory;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.Swap;

/**
 * The market at one query's block: swaps as far as a source has them, then the prices of earlier queries, then the query's own
 * price. It shows nothing after the query's block, so a strategy cannot look ahead. Thread-safe if its sources are.
 */
public final class MarketView implements Market {

    private final RebalanceQuery query;
    private final PriceCache earlierQueries;
    private final List<SwapSource> sources;

    /**
     * @param query the query that the strategy answers
     * @param earlierQueries prices of earlier queries
     * @param sources swap sources, the preferred one first; the list may change while the view is in use if it is safe to
     *     iterate then
     */
    public MarketView(RebalanceQuery query, PriceCache earlierQueries, List<SwapSource> sources) {
        this.query = Objects.requireNonNull(query, "query");
        this.earlierQueries = Objects.requireNonNull(earlierQueries, "earlierQueries");
        this.sources = Objects.requireNonNull(sources, "sources");
    }

    @Override
    public List<Observation> prices(long fromBlock) {
        if (fromBlock > query.blockNumber()) {
            return List.of();
        }
        List<Observation> prices = new ArrayList<>(closingPrices(fromBlock));
        addEarlierQueries(prices, fromBlock);
        List<Observation> newest = new ArrayList<>(newest(prices, MAX_ENTRIES - 1));
        newest.add(new Observation(query.blockNumber(), query.currentPrice()));
        return List.copyOf(newest);
    }

    @Override
    public List<Swap> swaps(long fromBlock) {
        return firstNonEmpty(
                fromBlock,
                source ->
                        source.swaps(query.chainId(), query.pairAddress(), fromBlock, query.blockNumber(), MAX_ENTRIES),
                Swap::blockNumber);
    }

    /** Closing prices of the blocks before the query's block, whose price the query itself states. */
    private List<Observation> closingPrices(long fromBlock) {
        List<Observation> closing = firstNonEmpty(
                fromBlock,
                source -> source.closingPrices(
                        query.chainId(), query.pairAddress(), fromBlock, query.blockNumber(), MAX_ENTRIES),
                Observation::blockNumber);
        int size = closing.size();
        boolean includesQueryBlock = size > 0 && closing.get(size - 1).blockNumber() == query.blockNumber();
        return includesQueryBlock ? closing.subList(0, size - 1) : closing;
    }

    /**
     * Adds prices of earlier queries after the last swap. A price that equals the previous one is left out: with a complete
     * history it would not be there either.
     */
    private void addEarlierQueries(List<Observation> prices, long fromBlock) {
        boolean hasSwaps = !prices.isEmpty();
        long from = hasSwaps ? prices.get(prices.size() - 1).blockNumber() + 1 : fromBlock;
        for (Observation earlier : earlierQueries.before(query, from, MAX_ENTRIES - 1)) {
            if (!hasSwaps
                    || !earlier.price().equals(prices.get(prices.size() - 1).price())) {
                prices.add(earlier);
            }
        }
    }

    private <T> List<T> firstNonEmpty(
            long fromBlock, Function<SwapSource, List<T>> read, ToLongFunction<T> blockNumber) {
        for (SwapSource source : sources) {
            try {
                List<T> inRange = read.apply(source).stream()
                        .filter(entry -> blockNumber.applyAsLong(entry) >= fromBlock
                                && blockNumber.applyAsLong(entry) <= query.blockNumber())
                        .toList();
                if (!inRange.isEmpty()) {
                    return newest(inRange, MAX_ENTRIES);
                }
            } catch (RuntimeException e) {
                // No static logger: a replay, whose source does not fail, must not initialise logging.
                LoggerFactory.getLogger(MarketView.class)
                        .debug("Swap source {} failed for pair {}", source.getClass(), query.pairAddress(), e);
            }
        }
        return List.of();
    }

    private static <T> List<T> newest(List<T> entries, int limit) {
        return entries.subList(Math.max(0, entries.size() - limit), entries.size());
    }
}
