package weir.market;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.slf4j.LoggerFactory;
import weir.strategy.Market;
import weir.strategy.PoolFacts;
import weir.strategy.RebalanceQuery;
import weir.strategy.Swap;
import weir.uniswap.v3.SwapFee;

/**
 * The market that a strategy sees for one query: the data of a source, the prices of earlier queries after the last swap, and the
 * query's own price. It contains nothing after the query's block, so a strategy cannot look ahead. Thread-safe if its
 * sources are.
 */
public final class MarketView implements Market {

    private final RebalanceQuery query;
    private final PriceCache earlierPrices;
    private final List<SwapSource> sources;
    private final boolean isBacktest;

    /** The view of a query to the running host; see the other constructor. */
    public MarketView(RebalanceQuery query, PriceCache earlierPrices, List<SwapSource> sources) {
        this(query, earlierPrices, sources, false);
    }

    /**
     * @param query the query that the strategy answers
     * @param earlierPrices prices of earlier queries
     * @param sources swap sources, preferred source first; a list that may change later must be safe to iterate at the same
     *     time
     * @param isBacktest whether the query comes from a backtest
     */
    public MarketView(RebalanceQuery query, PriceCache earlierPrices, List<SwapSource> sources, boolean isBacktest) {
        this.query = Objects.requireNonNull(query, "query");
        this.earlierPrices = Objects.requireNonNull(earlierPrices, "earlierPrices");
        this.sources = Objects.requireNonNull(sources, "sources");
        this.isBacktest = isBacktest;
    }

    @Override
    public boolean isBacktest() {
        return isBacktest;
    }

    @Override
    public List<Observation> prices(long fromBlock) {
        if (fromBlock > query.blockNumber()) {
            return List.of();
        }
        List<Observation> prices = new ArrayList<>(closingPrices(fromBlock));
        addEarlierPrices(prices, fromBlock);
        List<Observation> newest = new ArrayList<>(newest(prices, MAX_ENTRIES - 1));
        newest.add(new Observation(query.blockNumber(), query.currentPrice()));
        return List.copyOf(newest);
    }

    @Override
    public List<Swap> swaps(long fromBlock) {
        return readFirstNonEmpty(fromBlock, source -> swapsWithFees(source, fromBlock), Swap::blockNumber);
    }

    private List<Swap> swapsWithFees(SwapSource source, long fromBlock) {
        // One more than the view shows, because a fee follows from the swap and the one before it.
        List<Swap> swaps =
                source.swaps(query.chainId(), query.pairAddress(), fromBlock, query.blockNumber(), MAX_ENTRIES + 1);
        if (swaps.isEmpty()) {
            return swaps;
        }
        List<Swap> withFees = new ArrayList<>(swaps.size());
        Optional<Swap> before = swapBefore(source, swaps.get(0));
        for (Swap swap : swaps) {
            withFees.add(
                    swap.withFee(before.map(previous -> feePips(previous, swap)).orElse(OptionalInt.empty())));
            before = Optional.of(swap);
        }
        return withFees;
    }

    /** The last swap before the block of another one, which is the first of its block. */
    private Optional<Swap> swapBefore(SwapSource source, Swap first) {
        return source.swaps(query.chainId(), query.pairAddress(), 0, first.blockNumber() - 1, 1).stream()
                .filter(swap -> swap.blockNumber() < first.blockNumber())
                .reduce((earlier, later) -> later);
    }

    private static OptionalInt feePips(Swap previous, Swap swap) {
        return SwapFee.between(
                        previous.price().sqrtPriceX96(),
                        swap.price().sqrtPriceX96(),
                        swap.liquidity(),
                        swap.amount0(),
                        swap.amount1())
                .map(fee -> OptionalInt.of(fee.pips()))
                .orElse(OptionalInt.empty());
    }

    @Override
    public Optional<PoolFacts> pool() {
        return readFirst(source -> source.pool(query.chainId(), query.pairAddress()));
    }

    @Override
    public Optional<BigInteger> liquidity() {
        return readFirst(source -> source.liquidity(query.chainId(), query.pairAddress(), query.blockNumber()));
    }

    @Override
    public Optional<List<InitializedTick>> initializedTicks(int lowestTick, int highestTick) {
        return readFirst(source -> source.initializedTicks(
                        query.chainId(), query.pairAddress(), query.blockNumber(), lowestTick, highestTick))
                .map(this::nextToPrice);
    }

    @Override
    public Optional<Instant> blockTime(long blockNumber) {
        return blockNumber > query.blockNumber() ? Optional.empty() : BlockTime.of(query.chainId(), blockNumber);
    }

    private List<InitializedTick> nextToPrice(List<InitializedTick> ticks) {
        int price = query.currentPrice().tick();
        int below = (int) ticks.stream().filter(tick -> tick.tick() <= price).count();
        int from = Math.max(0, Math.min(below - MAX_ENTRIES / 2, ticks.size() - MAX_ENTRIES));
        return List.copyOf(ticks.subList(from, Math.min(ticks.size(), from + MAX_ENTRIES)));
    }

    /** Closing prices of the blocks before the query's block. The query itself states the price of its block. */
    private List<Observation> closingPrices(long fromBlock) {
        List<Observation> closingPrices = readFirstNonEmpty(
                fromBlock,
                source -> source.closingPrices(
                        query.chainId(), query.pairAddress(), fromBlock, query.blockNumber(), MAX_ENTRIES),
                Observation::blockNumber);
        int size = closingPrices.size();
        boolean includesQueryBlock = size > 0 && closingPrices.get(size - 1).blockNumber() == query.blockNumber();
        return includesQueryBlock ? closingPrices.subList(0, size - 1) : closingPrices;
    }

    /**
     * Adds the prices of earlier queries after the last swap. Leaves out a price that equals the previous one, because without
     * a swap in between a complete history has no entry for it.
     */
    private void addEarlierPrices(List<Observation> prices, long fromBlock) {
        boolean hasSwaps = !prices.isEmpty();
        long from = hasSwaps ? prices.get(prices.size() - 1).blockNumber() + 1 : fromBlock;
        for (Observation observation : earlierPrices.before(query, from, MAX_ENTRIES - 1)) {
            if (!hasSwaps
                    || !observation.price().equals(prices.get(prices.size() - 1).price())) {
                prices.add(observation);
            }
        }
    }

    private <T> List<T> readFirstNonEmpty(
            long fromBlock, Function<SwapSource, List<T>> read, ToLongFunction<T> blockNumber) {
        return readFirst(source -> Optional.of(read.apply(source).stream()
                                .filter(entry -> blockNumber.applyAsLong(entry) >= fromBlock
                                        && blockNumber.applyAsLong(entry) <= query.blockNumber())
                                .toList())
                        .filter(inRange -> !inRange.isEmpty()))
                .map(inRange -> newest(inRange, MAX_ENTRIES))
                .orElse(List.of());
    }

    private <T> Optional<T> readFirst(Function<SwapSource, Optional<T>> read) {
        for (SwapSource source : sources) {
            try {
                Optional<T> value = read.apply(source);
                if (value.isPresent()) {
                    return value;
                }
            } catch (RuntimeException e) {
                // A static logger would initialise logging in a backtest, which does not need it.
                LoggerFactory.getLogger(MarketView.class)
                        .debug("Swap source {} failed for pair {}", source.getClass(), query.pairAddress(), e);
            }
        }
        return Optional.empty();
    }

    private static <T> List<T> newest(List<T> entries, int limit) {
        return entries.subList(Math.max(0, entries.size() - limit), entries.size());
    }
}
