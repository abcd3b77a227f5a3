package weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weir.strategy.Market;
import weir.strategy.Market.InitializedTick;
import weir.strategy.Market.Observation;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.Swap;

class TestMarketTest {

    private static final RebalanceQuery AT_102 =
            Queries.query().blockNumber(102).priceAtTick(7).build();

    @Test
    void pricesEndWithTheQuerysOwnPrice() {
        Market market = TestMarket.ofTicks(100, 1, 2, 3, 4).at(AT_102);
        assertEquals(
                List.of(
                        new Observation(100, Price.atTick(1)),
                        new Observation(101, Price.atTick(2)),
                        new Observation(102, Price.atTick(7))),
                market.prices(0));
        assertEquals(List.of(new Observation(102, Price.atTick(7))), market.prices(102));
        assertEquals(List.of(), market.prices(103));
    }

    @Test
    void emptyMarketShowsOnlyTheQuerysPrice() {
        assertEquals(
                List.of(new Observation(102, Price.atTick(7))),
                TestMarket.EMPTY.at(AT_102).prices(0));
        assertEquals(List.of(), TestMarket.EMPTY.at(AT_102).swaps(0));
    }

    @Test
    void closingPricesComeFromSwaps() {
        List<Swap> swaps = List.of(
                TestMarket.swap(99, 0, 5),
                TestMarket.swap(100, 0, 10),
                TestMarket.swap(100, 4, 20),
                TestMarket.swap(102, 1, 30),
                TestMarket.swap(103, 0, 40));
        Market market = TestMarket.ofSwaps(swaps).at(AT_102);
        assertEquals(swaps.subList(1, 4), market.swaps(100));
        assertEquals(
                List.of(new Observation(100, Price.atTick(20)), new Observation(102, Price.atTick(7))),
                market.prices(100));
    }

    @Test
    void returnsOnlyTheNewestEntries() {
        int[] ticks = IntStream.range(0, Market.MAX_ENTRIES + 5).toArray();
        RebalanceQuery late = Queries.query().blockNumber(1_000_000).build();
        List<Observation> prices = TestMarket.ofTicks(100, ticks).at(late).prices(0);
        assertEquals(Market.MAX_ENTRIES, prices.size());
        assertEquals(1_000_000, prices.get(prices.size() - 1).blockNumber());
    }

    @Test
    void dataThatATestDoesNotSetIsUnknown() {
        Market market = TestMarket.ofTicks(100, 1, 2).at(AT_102);
        assertEquals(Optional.empty(), market.pool());
        assertEquals(Optional.empty(), market.liquidity());
        assertEquals(Optional.empty(), market.initializedTicks(-887_272, 887_272));
        assertEquals(OptionalInt.empty(), TestMarket.swap(100, 0, 5).feePips());
    }

    @Test
    void showsPoolDataOfTheQuerysBlock() {
        InitializedTick lower = new InitializedTick(-60, BigInteger.TEN, BigInteger.TEN);
        InitializedTick upper = new InitializedTick(60, BigInteger.TEN.negate(), BigInteger.TEN);
        Market market = TestMarket.ofSwaps(List.of(TestMarket.swap(99, 0, 5, 500)))
                .withPool(TestMarket.WETH_USDC)
                .withLiquidity(101, BigInteger.TWO)
                .withLiquidity(103, BigInteger.TEN)
                .withTicks(102, List.of(upper, lower))
                .withTicks(103, List.of())
                .at(AT_102);
        assertEquals(Optional.of(TestMarket.WETH_USDC), market.pool());
        assertEquals(OptionalInt.of(500), market.swaps(0).get(0).feePips());
        assertEquals(Optional.of(BigInteger.TWO), market.liquidity(), "not that of block 103");
        assertEquals(Optional.of(List.of(lower, upper)), market.initializedTicks(-60, 60));
        assertEquals(Optional.of(List.of(upper)), market.initializedTicks(-59, 60));
    }

    @Test
    void liquidityIsThatOfTheLastSwapIfNotSet() {
        Swap early = TestMarket.swap(99, 0, 5);
        assertEquals(
                Optional.of(early.liquidity()),
                TestMarket.ofSwaps(List.of(early)).at(AT_102).liquidity());
        assertEquals(
                Optional.empty(),
                TestMarket.ofSwaps(List.of(TestMarket.swap(103, 0, 5)))
                        .at(AT_102)
                        .liquidity());
    }

    @Test
    void blockTimesAreThoseOfBaseUpToTheQuerysBlock() {
        Market market = TestMarket.EMPTY.at(AT_102);
        assertEquals(Optional.of(Instant.ofEpochSecond(1_686_789_347 + 2 * 102)), market.blockTime(102));
        assertEquals(Optional.empty(), market.blockTime(103));
        assertEquals(
                Optional.empty(),
                TestMarket.EMPTY.at(Queries.query().chainId(1).build()).blockTime(5));
    }
}
