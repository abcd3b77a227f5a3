package weir.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import weir.router.Queries;
import weir.router.SwapSource;
import weir.strategy.Market.Observation;
import weir.strategy.Price;
import weir.strategy.RoundType;
import weir.strategy.Swap;

class LiveMarketTest {

    private final PriceMemory memory = new PriceMemory();

    @Test
    void showsEarlierQueriesAndNeverLaterOnes() {
        LongStream.of(300, 100, 200, 200, 400).forEach(block -> memory.remember(Queries.at(block)));
        LiveMarket market = new LiveMarket(Queries.at(300), memory, List.of());
        assertEquals(List.of(100L, 200L, 300L), blocks(market.prices(0)));
        assertEquals(List.of(200L, 300L), blocks(market.prices(150)));
        assertEquals(List.of(), market.prices(301));
        assertEquals(List.of(), market.swaps(0));
    }

    @Test
    void endsWithTheQuerysOwnPrice() {
        memory.remember(Queries.at(300));
        LiveMarket market = new LiveMarket(Queries.at(300), memory, List.of());
        assertEquals(List.of(new Observation(300, Queries.at(300).currentPrice())), market.prices(Long.MIN_VALUE));
    }

    @Test
    void knowsPairsApart() {
        memory.remember(Queries.query("0x" + "9".repeat(40), Queries.VAULT, 8453, RoundType.LIVE, 50, 0));
        memory.remember(Queries.query(Queries.PAIR, Queries.VAULT, 1, RoundType.LIVE, 60, 0));
        assertEquals(List.of(100L), blocks(new LiveMarket(Queries.at(100), memory, List.of()).prices(0)));
    }

    @Test
    void isBounded() {
        for (int pair = 0; pair < 3 * PriceMemory.MAX_PAIRS; pair++) {
            memory.remember(Queries.query("0x%040x".formatted(pair), Queries.VAULT, 8453, RoundType.LIVE, 1, 0));
        }
        assertTrue(memory.size() <= PriceMemory.MAX_PAIRS);
        LongStream.range(0, 2L * PriceMemory.MAX_PRICES).forEach(block -> memory.remember(Queries.at(block)));
        List<Observation> kept = new LiveMarket(Queries.at(1_000_000), memory, List.of()).prices(0);
        assertEquals(PriceMemory.MAX_PRICES + 1, kept.size());
        assertEquals(PriceMemory.MAX_PRICES, kept.get(0).blockNumber());
    }

    @Test
    void takesSwapsFromTheFirstSourceThatKnows() {
        SwapSource broken = (chain, pair, from, to, limit) -> {
            throw new IllegalStateException("down");
        };
        SwapSource ahead = (chain, pair, from, to, limit) -> List.of(swap(90), swap(95), swap(100), swap(101));
        LiveMarket market = new LiveMarket(Queries.at(100), memory, List.of(broken, ahead));
        assertEquals(List.of(swap(95), swap(100)), market.swaps(91));
        assertEquals(List.of(95L, 100L), blocks(market.prices(91)));
        assertEquals(
                Queries.at(100).currentPrice(),
                market.prices(91).get(1).price(),
                "the query knows better than the last swap of its block");
    }

    @Test
    void earlierQueriesGoOnWhereStoredSwapsEnd() {
        LongStream.of(10, 60, 70, 80).forEach(block -> memory.remember(Queries.at(block)));
        Swap last =
                new Swap(50, 0, Queries.at(60).currentPrice(), BigInteger.TEN, BigInteger.ONE, BigInteger.ONE.negate());
        SwapSource old = (chain, pair, from, to, limit) -> List.of(swap(40), last);
        LiveMarket market = new LiveMarket(Queries.at(100), memory, List.of(old));
        assertEquals(
                List.of(40L, 50L, 70L, 80L, 100L),
                blocks(market.prices(0)),
                "what is before the swaps' end is theirs to tell, and a price that stayed is no news");
    }

    private static Swap swap(long block) {
        return new Swap(block, 0, Price.atTick(5), BigInteger.TEN, BigInteger.ONE, BigInteger.ONE.negate());
    }

    private static List<Long> blocks(List<Observation> prices) {
        return prices.stream().map(Observation::blockNumber).toList();
    }
}
