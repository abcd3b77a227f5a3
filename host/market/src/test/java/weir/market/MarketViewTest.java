package weir.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import weir.fixtures.SwapBuilder;
import weir.strategy.Market.Observation;
import weir.strategy.RebalanceQuery;
import weir.strategy.Swap;
import weir.testkit.Queries;

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
