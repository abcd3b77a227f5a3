package weir.backtest.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.SwapStore;

/** Blocks and dates: a swap every tenth block, every twenty seconds from 2024-01-05T00:00:00Z on. */
class PeriodTest {

    private static final PoolKey POOL = new PoolKey(8453, "0x" + "ab".repeat(20));
    private static final long MIDNIGHT = 1_704_412_800L;

    @TempDir
    Path folder;

    private SwapStore store;

    @AfterEach
    void close() {
        store.close();
    }

    private BlockRange resolve(boolean times, String from, String to) {
        store = SwapStore.embedded(folder);
        if (store.pool(POOL).isEmpty()) {
            SwapBatch batch = new SwapBatch();
            for (int i = 0; i < 5_000; i++) {
                batch.add(new SwapRow(
                        1_000 + 10L * i,
                        0,
                        BigInteger.ONE.shiftLeft(96),
                        0,
                        BigInteger.TEN.pow(18),
                        BigInteger.TEN.pow(6),
                        BigInteger.TEN.pow(6).negate(),
                        null,
                        times ? MIDNIGHT + 20L * i : SwapRow.UNKNOWN_TIME));
            }
            store.append(POOL, new BlockRange(1_000, 60_000), batch);
        }
        return new PeriodParser(store, store.pool(POOL).orElseThrow()).parse(from, to);
    }

    @Test
    void defaultsToStoredBlocks() {
        assertEquals(new BlockRange(1_000, 60_000), resolve(true, null, null));
        assertEquals(new BlockRange(2_000, 60_000), resolve(true, "2000", "70000"));
    }

    @Test
    void dateIsTheBlockAfterTheLastEarlierSwap() {
        // Swap i is at 20 i seconds: noon is swap 2,160, whose block follows that of swap 2,159.
        assertEquals(
                1_000 + 21_590 + 1, resolve(true, "2024-01-05T12:00:00Z", null).first());
        assertEquals(1_000 + 21_590 + 1, resolve(true, "2024-01-05T12:00", null).first());
        assertEquals(
                1_000 + 21_590 + 1,
                resolve(true, "2024-01-05T14:00:00+02:00", null).first());
    }

    @Test
    void endIncludesItsWholeDayOrSecond() {
        // The day ends before second 86,400: swap 4,320 is the next day's first.
        assertEquals(1_000 + 43_190, resolve(true, null, "2024-01-05").last());
        assertEquals(1_000 + 21_600, resolve(true, null, "2024-01-05T12:00:00Z").last());
    }

    @Test
    void errorsSuggestAValidValue() {
        assertFailure(true, "20240105", null, "2024-01-05");
        assertFailure(true, "1704412800", null, "2024-01-05T00:00:00Z");
        assertFailure(true, "5th of May", null, "such as");
        assertFailure(true, "2024-01-09", null, "2024-01-06T03:46:20Z");
        assertFailure(true, null, "2024-01-04", "2024-01-05T00:00:00Z");
        assertFailure(true, "3000", "2000", "Exchange");
        assertFailure(true, "70000", null, "1000 to 60000");
    }

    @Test
    void datesNeedSwapsWithTimes() {
        assertFailure(false, "2024-01-05", null, "1000 to 60000");
    }

    private void assertFailure(boolean times, String from, String to, String remedy) {
        WeirException failure = assertThrows(WeirException.class, () -> resolve(times, from, to));
        assertTrue(failure.remedy().contains(remedy), failure.getMessage() + ". " + failure.remedy());
    }
}
