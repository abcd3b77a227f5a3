package weir.testkit;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import weir.strategy.Market;
import weir.strategy.Market.InitializedTick;
import weir.strategy.PoolFacts;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.Swap;

/**
 * The history of a pair in memory, for tests. {@link #at} gives the market view of a query. Like the host, it hides everything after the
 * query's block, so one market serves queries at different blocks. What a test does not set is unknown, as in a host that does not have
 * the data. Immutable.
 */
public final class TestMarket {

    /** A market without history: a view shows only the query's own price. */
    public static final TestMarket EMPTY =
            new TestMarket(List.of(), List.of(), Optional.empty(), new TreeMap<>(), new TreeMap<>());

    /** Facts of a pool of WETH (18 decimals) and USDC (6 decimals) with tick spacing 60, of kind Uniswap v3. Since 1.2. */
    public static final PoolFacts WETH_USDC = new PoolFacts(
            new PoolFacts.Token("WETH", 18),
            new PoolFacts.Token("USDC", 6),
            60,
            Optional.of(PoolFacts.Kind.UNISWAP_V3));

    private static final long BASE_CHAIN_ID = 8453;
    private static final long BASE_GENESIS_SECONDS = 1_686_789_347;
    private static final long BASE_BLOCK_SECONDS = 2;

    private final List<Market.Observation> prices;
    private final List<Swap> swaps;
    private final Optional<PoolFacts> pool;
    private final NavigableMap<Long, BigInteger> liquidityByBlock;
    private final NavigableMap<Long, List<InitializedTick>> ticksByBlock;

    private TestMarket(
            List<Market.Observation> prices,
            List<Swap> swaps,
            Optional<PoolFacts> pool,
            NavigableMap<Long, BigInteger> liquidityByBlock,
            NavigableMap<Long, List<InitializedTick>> ticksByBlock) {
        this.prices = List.copyOf(prices);
        this.swaps = List.copyOf(swaps);
        this.pool = pool;
        this.liquidityByBlock = liquidityByBlock;
        this.ticksByBlock = ticksByBlock;
    }

    /** A market with prices but no swaps: the price of one tick per block, starting at {@code firstBlock}. */
    public static TestMarket ofTicks(long firstBlock, int... ticks) {
        List<Market.Observation> prices = new ArrayList<>();
        for (int tick : ticks) {
            prices.add(new Market.Observation(firstBlock + prices.size(), Price.atTick(tick)));
        }
        return new TestMarket(prices, List.of(), Optional.empty(), new TreeMap<>(), new TreeMap<>());
    }

    /**
     * A market with swaps. Its prices are those of the last swap of each block, and so is its liquidity.
     *
     * @param swaps in chain order
     */
    public static TestMarket ofSwaps(List<Swap> swaps) {
        TreeMap<Long, Price> closing = new TreeMap<>();
        TreeMap<Long, BigInteger> liquidity = new TreeMap<>();
        for (Swap swap : swaps) {
            closing.put(swap.blockNumber(), swap.price());
            liquidity.put(swap.blockNumber(), swap.liquidity());
        }
        List<Market.Observation> prices = new ArrayList<>();
        closing.forEach((block, price) -> prices.add(new Market.Observation(block, price)));
        return new TestMarket(prices, swaps, Optional.empty(), liquidity, new TreeMap<>());
    }

    /** The same market with facts of its pool, such as {@link #WETH_USDC}. Since 1.2. */
    public TestMarket withPool(PoolFacts facts) {
        return new TestMarket(prices, swaps, Optional.of(facts), liquidityByBlock, ticksByBlock);
    }

    /** The same market with the liquidity in range from the end of a block on. Since 1.2. */
    public TestMarket withLiquidity(long block, BigInteger liquidity) {
        TreeMap<Long, BigInteger> changed = new TreeMap<>(liquidityByBlock);
        changed.put(block, Objects.requireNonNull(liquidity, "liquidity"));
        return new TestMarket(prices, swaps, pool, changed, ticksByBlock);
    }

    /** The same market with all initialised ticks from the end of a block on. Since 1.2. */
    public TestMarket withTicks(long block, List<InitializedTick> ticks) {
        TreeMap<Long, List<InitializedTick>> changed = new TreeMap<>(ticksByBlock);
        changed.put(
                block,
                ticks.stream()
                        .sorted(Comparator.comparingInt(InitializedTick::tick))
                        .toList());
        return new TestMarket(prices, swaps, pool, liquidityByBlock, changed);
    }

    /** A swap to the price of a tick, with 10^18 raw units of each token. */
    public static Swap swap(long block, int logIndex, int tick) {
        BigInteger amount = BigInteger.TEN.pow(18);
        return new Swap(block, logIndex, Price.atTick(tick), amount.multiply(amount), amount, amount.negate());
    }

    /** A swap as {@link #swap(long, int, int)} makes it, with a known fee in millionths of its input. Since 1.2. */
    public static Swap swap(long block, int logIndex, int tick, int feePips) {
        return swap(block, logIndex, tick).withFee(OptionalInt.of(feePips));
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

        @Override
        public Optional<PoolFacts> pool() {
            return pool;
        }

        @Override
        public Optional<BigInteger> liquidity() {
            return newest(liquidityByBlock);
        }

        @Override
        public Optional<List<InitializedTick>> initializedTicks(int lowestTick, int highestTick) {
            return newest(ticksByBlock).map(ticks -> ticks.stream()
                    .filter(tick -> tick.tick() >= lowestTick && tick.tick() <= highestTick)
                    .toList());
        }

        /** As in the host: the blocks of Base have a fixed time, and those of other chains are unknown. */
        @Override
        public Optional<Instant> blockTime(long blockNumber) {
            boolean isKnown =
                    query.chainId() == BASE_CHAIN_ID && blockNumber >= 0 && blockNumber <= query.blockNumber();
            return isKnown
                    ? Optional.of(Instant.ofEpochSecond(BASE_GENESIS_SECONDS + BASE_BLOCK_SECONDS * blockNumber))
                    : Optional.empty();
        }

        private <T> Optional<T> newest(NavigableMap<Long, T> byBlock) {
            return Optional.ofNullable(byBlock.floorEntry(query.blockNumber())).map(Map.Entry::getValue);
        }

        private static <T> List<T> newest(List<T> entries) {
            return List.copyOf(entries.subList(Math.max(0, entries.size() - MAX_ENTRIES), entries.size()));
        }
    }
}
