package weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weir.strategy.Market;
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
}
