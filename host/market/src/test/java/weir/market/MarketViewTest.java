package weir.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import weir.fixtures.SwapBuilder;
import weir.strategy.Market;
import weir.strategy.Market.InitializedTick;
import weir.strategy.Market.Observation;
import weir.strategy.PoolFacts;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.Swap;
import weir.testkit.Queries;
import weir.testkit.TestMarket;
import weir.uniswap.v3.SwapMath;

class MarketViewTest {

    private final PriceCache cache = new PriceCache();

    @Test
    void showsEarlierQueriesAndNeverLaterOnes() {
        LongStream.of(300, 100, 200, 200, 400).forEach(block -> cache.add(at(block)));
        MarketView market = view(300);
        assertEquals(List.of(100L, 200L, 300L), blocks(market.prices(0)));
        assertEquals(List.of(200L, 300L), blocks(market.prices(150)));
        assertEquals(List.of(), market.prices(301));
        assertEquals(List.of(), market.swaps(0));
    }

    @Test
    void onlyViewsOfBacktestsSayThatTheyAreOfBacktests() {
        assertFalse(view(100).isBacktest());
        assertTrue(new MarketView(at(100), cache, List.of(), true).isBacktest());
    }

    @Test
    void pricesEndWithPriceOfQuery() {
        cache.add(at(300));
        assertEquals(
                List.of(new Observation(300, at(300).currentPrice())), view(300).prices(Long.MIN_VALUE));
    }

    @Test
    void pricesOfOtherPairsAndChainsAreNotShown() {
        cache.add(Queries.query()
                .pairAddress("0x" + "9".repeat(40))
                .blockNumber(50)
                .build());
        cache.add(Queries.query().chainId(1).blockNumber(60).build());
        assertEquals(List.of(100L), blocks(view(100).prices(0)));
    }

    @Test
    void cacheIsBoundedInPairsAndPrices() {
        for (int pair = 0; pair < 3 * PriceCache.MAX_PAIRS; pair++) {
            cache.add(Queries.query()
                    .pairAddress("0x%040x".formatted(pair))
                    .blockNumber(1)
                    .build());
        }
        assertTrue(cache.pairCount() <= PriceCache.MAX_PAIRS);
        LongStream.range(0, 2L * PriceCache.MAX_PRICES_PER_PAIR).forEach(block -> cache.add(at(block)));
        List<Observation> kept = view(1_000_000).prices(0);
        assertEquals(PriceCache.MAX_PRICES_PER_PAIR + 1, kept.size());
        assertEquals(PriceCache.MAX_PRICES_PER_PAIR, kept.get(0).blockNumber());
    }

    @Test
    void usesFirstSourceWithSwapsAndDropsLaterSwaps() {
        SwapSource broken = (chain, pair, from, to, limit) -> {
            throw new IllegalStateException("down");
        };
        SwapSource ahead = (chain, pair, from, to, limit) -> List.of(swap(90), swap(95), swap(100), swap(101));
        MarketView market = view(100, broken, ahead);
        assertEquals(List.of(swap(95), swap(100)), market.swaps(91));
        assertEquals(List.of(95L, 100L), blocks(market.prices(91)));
        assertEquals(
                at(100).currentPrice(),
                market.prices(91).get(1).price(),
                "the query's price replaces that of the last swap of its block");
    }

    @Test
    void pricesOfEarlierQueriesFollowTheLastStoredSwap() {
        LongStream.of(10, 60, 70, 80).forEach(block -> cache.add(at(block)));
        Swap last = SwapBuilder.inBlock(50).price(at(60).currentPrice()).build();
        MarketView market = view(100, (chain, pair, from, to, limit) -> List.of(swap(40), last));
        assertEquals(
                List.of(40L, 50L, 70L, 80L, 100L),
                blocks(market.prices(0)),
                "queries before the last swap, and prices equal to the previous one, are left out");
    }

    @Test
    void feesFollowFromThePreviousSwapAlsoBeforeTheFirstVisibleBlock() {
        List<Swap> real = swapsWithFee(500, 8);
        SwapSource source = (chain, pair, from, to, limit) -> {
            List<Swap> inRange = real.stream()
                    .filter(swap -> swap.blockNumber() >= from && swap.blockNumber() <= to)
                    .toList();
            return inRange.subList(Math.max(0, inRange.size() - limit), inRange.size());
        };
        long last = real.get(real.size() - 1).blockNumber();
        List<Swap> all = view(last, source).swaps(0);
        assertEquals(OptionalInt.empty(), all.get(0).feePips(), "no swap is stored before the first one");
        for (int i = 1; i < all.size(); i++) {
            assertEquals(OptionalInt.of(500), all.get(i).feePips());
            long from = all.get(i).blockNumber();
            assertEquals(
                    all.stream().filter(swap -> swap.blockNumber() >= from).toList(),
                    view(last, source).swaps(from),
                    "the same fees from any block on");
        }
        List<Swap> withGap = List.of(real.get(0), real.get(2));
        assertEquals(
                OptionalInt.empty(),
                view(last, (chain, pair, from, to, limit) -> withGap)
                        .swaps(0)
                        .get(1)
                        .feePips(),
                "a swap is missing between the two");
    }

    @Test
    void unknownPoolDataIsAbsent() {
        MarketView market = view(100, (chain, pair, from, to, limit) -> List.of());
        assertEquals(Optional.empty(), market.pool());
        assertEquals(Optional.empty(), market.liquidity());
        assertEquals(Optional.empty(), market.initializedTicks(-100, 100));
    }

    @Test
    void poolDataComesFromFirstSourceThatKnowsIt() {
        SwapSource swapsOnly = (chain, pair, from, to, limit) -> {
            assertEquals(100, to, "asked for the query's block only");
            return List.of(SwapBuilder.inBlock(90).liquidity(BigInteger.TEN).build());
        };
        MarketView market = view(100, new BrokenSource(), swapsOnly, new KnownPool(5));
        assertEquals(Optional.of(TestMarket.WETH_USDC), market.pool());
        assertEquals(Optional.of(BigInteger.TEN), market.liquidity(), "as the last swap reported it");
        assertEquals(Optional.of(ticks(0, 5)), market.initializedTicks(0, 1_000));
    }

    @Test
    void liquidityOfSwapsFromPricesAloneIsUnknown() {
        SwapSource pricesOnly = (chain, pair, from, to, limit) ->
                List.of(SwapBuilder.inBlock(90).liquidity(BigInteger.ZERO).build());
        assertEquals(Optional.empty(), view(100, pricesOnly).liquidity());
    }

    @Test
    void ticksNextToPriceAreKeptIfThereAreTooMany() {
        int count = 3 * Market.MAX_ENTRIES;
        List<InitializedTick> all = ticks(0, count);
        for (int price : new int[] {-7, 0, 100, 15_000, count - 1, count + 50}) {
            RebalanceQuery query =
                    Queries.query().blockNumber(100).priceAtTick(price).build();
            int from = Math.max(0, Math.min(price + 1 - Market.MAX_ENTRIES / 2, count - Market.MAX_ENTRIES));
            assertEquals(
                    all.subList(from, from + Market.MAX_ENTRIES),
                    new MarketView(query, cache, List.of(new KnownPool(count)))
                            .initializedTicks(Integer.MIN_VALUE, Integer.MAX_VALUE)
                            .orElseThrow(),
                    "price at tick " + price);
        }
    }

    @Test
    void blocksOfBaseHaveTimesUpToTheQuerysBlock() {
        MarketView market = view(35_000_000);
        assertEquals(Optional.of(Instant.parse("2025-09-02T05:02:27Z")), market.blockTime(35_000_000));
        assertEquals(Optional.of(Instant.parse("2023-06-15T00:35:47Z")), market.blockTime(0));
        assertEquals(Optional.empty(), market.blockTime(35_000_001), "a later block");
        assertEquals(Optional.empty(), market.blockTime(-1));
        RebalanceQuery ethereum =
                Queries.query().chainId(1).blockNumber(35_000_000).build();
        assertEquals(Optional.empty(), new MarketView(ethereum, cache, List.of()).blockTime(35_000_000));
    }

    /** Swaps as a pool makes them: up and down, two in each block. */
    private static List<Swap> swapsWithFee(int feePips, int count) {
        List<Swap> swaps = new ArrayList<>();
        BigInteger liquidity = BigInteger.TEN.pow(20);
        BigInteger price = Price.atTick(10).sqrtPriceX96();
        for (int i = 0; i < count; i++) {
            boolean inToken0 = i % 3 == 0;
            BigInteger input = BigInteger.TEN.pow(15).add(BigInteger.valueOf(i));
            BigInteger target = Price.atTick(inToken0 ? -1_000 : 1_000).sqrtPriceX96();
            SwapMath.Step step = SwapMath.computeSwapStep(price, target, liquidity, input, feePips);
            price = step.sqrtRatioNextX96();
            BigInteger output = step.amountOut().negate();
            swaps.add(SwapBuilder.inBlock(100 + i / 2)
                    .index(i % 2)
                    .price(new Price(price))
                    .liquidity(liquidity)
                    .amounts(inToken0 ? input : output, inToken0 ? output : input)
                    .build());
        }
        return swaps;
    }

    private static final class BrokenSource implements SwapSource {
        @Override
        public List<Swap> swaps(long chainId, String pairAddress, long fromBlock, long toBlock, int limit) {
            throw new IllegalStateException("down");
        }
    }

    /** A source of everything but swaps. */
    private record KnownPool(int tickCount) implements SwapSource {
        @Override
        public List<Swap> swaps(long chainId, String pairAddress, long fromBlock, long toBlock, int limit) {
            return List.of();
        }

        @Override
        public Optional<PoolFacts> pool(long chainId, String pairAddress) {
            return Optional.of(TestMarket.WETH_USDC);
        }

        @Override
        public Optional<List<InitializedTick>> initializedTicks(
                long chainId, String pairAddress, long block, int lowestTick, int highestTick) {
            return Optional.of(ticks(0, tickCount));
        }
    }

    private static List<InitializedTick> ticks(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(tick -> new InitializedTick(tick, BigInteger.ONE.negate(), BigInteger.ONE))
                .toList();
    }

    private MarketView view(long block, SwapSource... sources) {
        return new MarketView(at(block), cache, List.of(sources));
    }

    private static RebalanceQuery at(long block) {
        return Queries.query()
                .blockNumber(block)
                .priceAtTick((int) block % 1_000)
                .build();
    }

    private static Swap swap(long block) {
        return SwapBuilder.inBlock(block).tick(5).build();
    }

    private static List<Long> blocks(List<Observation> prices) {
        return prices.stream().map(Observation::blockNumber).toList();
    }
}
