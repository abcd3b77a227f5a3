package weir.backtest.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;
import weir.strategy.Price;
import weir.strategy.Swap;

/** Selection of a pool, and the errors when there is none. */
class StoredPoolTest {

    @TempDir
    Path folder;

    private StoredPool choose(SwapStore store, String wanted) {
        return StoredPool.select(store, wanted, metadata(), folder);
    }

    private PoolMetadataStore metadata() {
        return new PoolMetadataStore(folder.resolve("pools"));
    }

    private void assertFailure(SwapStore store, String wanted, String what, String remedy) {
        WeirException failure = assertThrows(WeirException.class, () -> choose(store, wanted));
        assertTrue(failure.getMessage().contains(what), failure.getMessage());
        assertTrue(failure.remedy().contains(remedy), failure.remedy());
    }

    @Test
    void emptyHistoryNamesTheImportCommand() {
        try (SwapStore store = SwapStore.embedded(folder)) {
            assertFailure(store, null, "is empty", "weir history import swaps.csv.gz --pool 8453:0x…");
        }
    }

    @Test
    void onlyPoolIsTheDefault() {
        try (StoredMarket market = new StoredMarket(folder)) {
            metadata().save(StoredMarket.POOL);
            assertEquals(StoredMarket.POOL, choose(market.store, null).metadata());
            assertEquals(
                    StoredMarket.POOL,
                    choose(market.store, "0x" + "AB".repeat(20)).metadata());
            assertFailure(market.store, "0x" + "cd".repeat(20), "no swaps of pool", "It has 8453:0xab");
            assertFailure(market.store, "1:0x" + "ab".repeat(20), "no swaps of pool 1:", "--pool 8453:0xab");
            assertFailure(market.store, "0xab", "is not a pool", "40 hex digits");
        }
    }

    @Test
    void priceBeforeABlockIgnoresLaterSwaps() {
        try (StoredMarket market = new StoredMarket(folder)) {
            metadata().save(StoredMarket.POOL);
            StoredPool stored = choose(market.store, null);
            for (long block : new long[] {StoredMarket.FIRST + 1, StoredMarket.FIRST + 2_000, StoredMarket.LAST}) {
                List<Swap> before = market.swaps.stream()
                        .filter(swap -> swap.blockNumber() < block)
                        .toList();
                assertEquals(
                        before.isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        before.get(before.size() - 1).price().sqrtPriceX96()),
                        stored.priceBefore(market.store, block).map(Price::sqrtPriceX96));
            }
            assertEquals(Optional.empty(), stored.priceBefore(market.store, StoredMarket.FIRST));
        }
    }

    @Test
    void blockTimeIsTheMeanOfStoredTimes() {
        PoolKey pool = new PoolKey(10, "0x" + "ab".repeat(20));
        try (SwapStore store = SwapStore.embedded(folder)) {
            append(store, pool, 100, 1_700_000_000);
            append(store, pool, 5_100, 1_700_005_000);
            append(store, pool, 9_000, SwapRow.UNKNOWN_TIME);
            assertEquals(1, BacktestResult.secondsPerBlock(store, pool, new BlockRange(100, 8_000)));
            assertEquals(Double.NaN, BacktestResult.secondsPerBlock(store, pool, new BlockRange(100, 9_000)));
            assertEquals(Double.NaN, BacktestResult.secondsPerBlock(store, pool, new BlockRange(200, 5_000)));
            assertEquals(Double.NaN, BacktestResult.secondsPerBlock(store, pool, new BlockRange(5_100, 5_100)));
        }
    }

    private static void append(SwapStore store, PoolKey pool, long block, long time) {
        SwapBatch batch = new SwapBatch();
        batch.add(new SwapRow(
                block,
                0,
                BigInteger.ONE.shiftLeft(96),
                0,
                BigInteger.TEN,
                BigInteger.ONE,
                BigInteger.ONE.negate(),
                null,
                time));
        store.append(pool, new BlockRange(block, block), batch);
    }

    @Test
    void missingMetadataIsReported() {
        try (StoredMarket market = new StoredMarket(folder)) {
            assertFailure(market.store, null, "the metadata of pool", "\"tick_spacing\"");
        }
    }

    @Test
    void exchangedDecimalsAreReported() {
        try (StoredMarket market = new StoredMarket(folder)) {
            PoolMetadata exchanged = StoredMarket.POOL.withDecimalsExchanged();
            metadata().save(exchanged);
            assertFailure(market.store, null, "the decimals seem exchanged", "18 for token0 and 6 for token1");
        }
    }
}
