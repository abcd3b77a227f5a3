package weir.cli.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.cli.CommandFailure;
import weir.cli.host.Home;
import weir.cli.pool.Pool;
import weir.cli.pool.PoolBook;
import weir.history.Histories;
import weir.history.SwapStore;

/** Which pool is meant, and what is said where none is. */
class StoredPoolTest {

    @TempDir
    Path folder;

    private StoredPool choose(SwapStore store, String wanted) {
        Home home = new Home(folder);
        return StoredPool.choose(store, wanted, new PoolBook(home), home.history());
    }

    private void assertFailure(SwapStore store, String wanted, String what, String remedy) {
        CommandFailure failure = assertThrows(CommandFailure.class, () -> choose(store, wanted));
        assertTrue(failure.getMessage().contains(what), failure.getMessage());
        assertTrue(failure.remedy().contains(remedy), failure.remedy());
    }

    @Test
    void anEmptyHistorySaysHowToFillIt() {
        try (SwapStore store = Histories.embedded(folder)) {
            assertFailure(store, null, "is empty", "weir history import swaps.csv.gz --pool 8453:0x…");
        }
    }

    @Test
    void theOnlyPoolNeedsNoName() {
        try (StoredMarket market = new StoredMarket(folder)) {
            new PoolBook(new Home(folder)).keep(StoredMarket.POOL);
            assertEquals(StoredMarket.POOL, choose(market.store, null).pool());
            assertEquals(
                    StoredMarket.POOL,
                    choose(market.store, "0x" + "AB".repeat(20)).pool());
            assertFailure(market.store, "0x" + "cd".repeat(20), "no swaps of pool", "It holds 8453:0xab");
            assertFailure(market.store, "1:0x" + "ab".repeat(20), "no swaps of pool 1:", "--pool 8453:0xab");
            assertFailure(market.store, "0xab", "is no pool", "40 hex digits");
        }
    }

    @Test
    void aPoolNeedsMoreThanItsSwaps() {
        try (StoredMarket market = new StoredMarket(folder)) {
            assertFailure(market.store, null, "nothing but its swaps is known", "\"tick_spacing\"");
        }
    }

    @Test
    void exchangedDecimalsAreFound() {
        try (StoredMarket market = new StoredMarket(folder)) {
            Pool exchanged = StoredMarket.POOL.withDecimalsExchanged();
            new PoolBook(new Home(folder)).keep(exchanged);
            assertFailure(market.store, null, "the decimals seem exchanged", "18 for token0 and 6 for token1");
        }
    }
}
