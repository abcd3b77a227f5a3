package weir.demo.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.Swaps;
import weir.base.WeirException;
import weir.fixtures.SwapBuilder;
import weir.history.PoolInfo;
import weir.history.SwapStore;
import weir.strategy.Price;
import weir.strategy.Swap;
import weir.vectors.Recorded;

class DemoMarketTest {

    @TempDir
    Path folder;

    @Test
    void startsInTheFirstBlockWithoutASwap() {
        assertEquals(11, market(10, 20).startBlock());
        assertEquals(13, market(10, 11, 11, 12, 14, 15).startBlock());
    }

    @Test
    void startsAfterTwoRisingSwapsIfThereAreAny() {
        DemoMarket market = Rounds.market(20);
        assertEquals(1011, market.startBlock());
        // The first swap is in block 1000; then the price falls twice, and rises twice.
        assertEquals(1041, market(true, false, false, true, true, false).startBlock());
        assertEquals(1001, market(true, false, true, false, true, false).startBlock());
    }

    @Test
    void storesTheSwapsBeforeTheRoundAndNoOther() {
        DemoMarket market = Rounds.market(20);
        try (SwapStore store = SwapStore.embedded(folder)) {
            market.storeEarlierSwaps(store);
            PoolInfo stored = store.pool(Rounds.POOL.key()).orElseThrow();
            assertEquals(1000, stored.firstBlock());
            assertEquals(market.startBlock(), stored.lastBlock());
            assertEquals(2, stored.rows());
        }
    }

    @Test
    void endsADayLaterOrWithTheLastSwap() {
        assertEquals(20, market(10, 20).endBlock());
        assertEquals(11 + 43_200, market(10, 1_000_000).endBlock());
        assertEquals(24, market(10, 1_000_000).hoursSinceStart(11 + 43_200));
    }

    @Test
    void priceIsThatOfTheLastSwap() {
        DemoMarket market = market(10, 12, 12, 20);
        assertEquals(Price.atTick(0), market.priceAfter(11));
        assertEquals(Price.atTick(2), market.priceAfter(12));
        assertEquals(Price.atTick(2), market.priceAfter(19));
        assertEquals(Price.atTick(3), market.priceAfter(20));
    }

    @Test
    void rejectsInvalidFiles() throws Exception {
        assertThrows(WeirException.class, () -> market(10, 10));
        Files.writeString(folder.resolve("swaps.csv"), "block_number,log_index\n1,2\n");
        WeirException noPool = assertThrows(WeirException.class, () -> DemoMarket.ofFile(folder.resolve("swaps.csv")));
        assertTrue(noPool.getMessage().contains("pool.json"), noPool.getMessage());
        Files.writeString(
                folder.resolve("pool.json"),
                "{\"chain_id\": 1, \"address\": \"0x" + "1".repeat(40) + "\", \"token0\": {\"decimals\": 6},"
                        + " \"token1\": {\"decimals\": 18}, \"fee\": 500, \"tick_spacing\": 10}");
        WeirException noColumn =
                assertThrows(WeirException.class, () -> DemoMarket.ofFile(folder.resolve("swaps.csv")));
        assertTrue(noColumn.getMessage().contains("sqrt_price_x96"), noColumn.getMessage());
        assertTrue(noColumn.isUsageError());
    }

    @Test
    void readsARecordedDay() {
        DemoMarket market = DemoMarket.ofFile(Recorded.DATA.file("eth-usdc-weth-500-20240105/swaps.csv.gz"));
        assertEquals("USDC", market.pool().token0().symbol());
        assertEquals(6046, market.swaps().size());
        assertEquals(24, market.hoursSinceStart(market.endBlock()), 0.5);
    }

    @Test
    void sameSeedMakesTheSameMarket() {
        DemoMarket once = DemoMarket.seeded(7);
        DemoMarket again = DemoMarket.seeded(7);
        assertEquals(once.swaps().size(), again.swaps().size());
        assertEquals(once.priceAfter(once.endBlock()), again.priceAfter(again.endBlock()));
        assertEquals(24, once.hoursSinceStart(once.endBlock()), 0.1);
    }

    /** Swaps of a pool every ten blocks from block 1000, each of which raises the price or lowers it. */
    private static DemoMarket market(boolean... rising) {
        List<Swap> swaps = IntStream.range(0, rising.length)
                .mapToObj(i -> SwapBuilder.inBlock(1000 + 10L * i)
                        .amounts(rising[i] ? -1 : 1, rising[i] ? 1 : -1)
                        .build())
                .toList();
        return DemoMarket.of(Rounds.POOL, Swaps.of(swaps), "test");
    }

    private static DemoMarket market(long... blocks) {
        int[] index = {0};
        List<Swap> swaps = LongStream.of(blocks)
                .mapToObj(block -> SwapBuilder.inBlock(block)
                        .index(index[0])
                        .tick(index[0]++)
                        .build())
                .toList();
        return DemoMarket.of(Rounds.POOL, Swaps.of(swaps), "test");
    }
}
