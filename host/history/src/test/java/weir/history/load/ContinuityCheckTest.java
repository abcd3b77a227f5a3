package weir.history.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.history.BlockRange;
import weir.history.EventVectors;
import weir.history.MemoryHistory;
import weir.history.PoolEvent;
import weir.history.PoolKey;
import weir.history.SwapHistory;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.load.ContinuityCheck.Gap;
import weir.history.load.ContinuityCheck.Report;
import weir.vectors.Recorded;
import weir.vectors.Recorded.Dataset;

class ContinuityCheckTest {

    private static final PoolKey POOL = new PoolKey(8453, "0x" + "3c".repeat(20));
    private static final OptionalInt UNKNOWN = OptionalInt.empty();

    @TempDir
    private Path folder;

    private SwapStore store;

    @BeforeEach
    void open() {
        store = SwapStore.embedded(folder);
    }

    @ParameterizedTest
    @CsvSource({"uniswap-v3, 10, 171", "slipstream, 100, 186"})
    void recordedSwapsAreProvenAndHaveNoGap(String name, int spacing, int leastProven) throws Exception {
        EventVectors recorded = recorded(name);
        BlockRange all = recorded.blocks();
        int swaps = recorded.swaps().size();
        store.append(POOL, all, recorded.batch(all));
        for (OptionalInt tickSpacing : List.of(UNKNOWN, OptionalInt.of(spacing))) {
            Report swapsOnly = check(tickSpacing);
            assertEquals(swaps, swapsOnly.swaps());
            assertTrue(swapsOnly.proven() >= leastProven, swapsOnly::toString);
            assertEquals(List.of(), swapsOnly.gaps());
        }
        store.append(POOL, all, recorded.batch(all), recorded.events(all));
        Report withEvents = check(OptionalInt.of(spacing));
        assertEquals(swaps, withEvents.proven(), withEvents::toString);
        assertEquals(1, withEvents.provenShare());
    }

    /** Real swaps also pass through positions of others, which enter and leave the liquidity between two events. */
    @Test
    void completeRealFilesHaveNoGapAlthoughMintsAreUnknown() throws Exception {
        for (Dataset dataset : Recorded.datasets()) {
            if (dataset.exact()) {
                new HistoryImport(store, progress -> {}).fromCsv(dataset.swaps(), poolOf(dataset), BlockRange.all());
                OptionalInt tickSpacing =
                        OptionalInt.of(dataset.pool().get("tick_spacing").getAsInt());
                Report report = ContinuityCheck.check(store, poolOf(dataset), BlockRange.all(), tickSpacing);
                assertEquals(List.of(), report.gaps(), dataset.name());
                assertTrue(report.provenShare() > 0.9, report::toString);
            }
        }
    }

    private static PoolKey poolOf(Dataset dataset) {
        return new PoolKey(
                dataset.pool().get("chain_id").getAsLong(),
                dataset.pool().get("address").getAsString());
    }

    /** A swap that moved the price by less than a unit cannot be missed. */
    @ParameterizedTest
    @CsvSource({"uniswap-v3, 10", "slipstream, 100"})
    void missingSwapIsReportedWithItsPlace(String name, int spacing) throws Exception {
        EventVectors recorded = recorded(name);
        BlockRange all = recorded.blocks();
        int foundWithEvents = 0;
        for (int missing = 1; missing < recorded.swaps().size() - 1; missing++) {
            List<SwapRow> rows = new ArrayList<>(recorded.swaps());
            rows.remove(missing);
            SwapRow next = rows.get(missing);
            Report withEvents = checkInMemory(rows, recorded.events(), all, spacing);
            foundWithEvents += withEvents.gaps().contains(gapAt(next, rows.get(missing - 1))) ? 1 : 0;
        }
        int least = (recorded.swaps().size() - 2) * 96 / 100;
        assertTrue(
                foundWithEvents >= least,
                foundWithEvents + " of " + recorded.swaps().size());
    }

    private static Gap gapAt(SwapRow swap, SwapRow previous) {
        return new Gap(swap.block(), swap.logIndex(), previous.block());
    }

    private Report checkInMemory(List<SwapRow> rows, List<PoolEvent> events, BlockRange blocks, int spacing) {
        SwapHistory history = new MemoryHistory(POOL, blocks, rows, events);
        return ContinuityCheck.check(history, POOL, blocks, OptionalInt.of(spacing));
    }

    @Test
    void changedAmountIsReported() throws Exception {
        EventVectors recorded = recorded("uniswap-v3");
        List<SwapRow> rows = new ArrayList<>(recorded.swaps());
        SwapRow row = rows.get(50);
        boolean inToken0 = row.amount0().signum() > 0;
        rows.set(
                50,
                new SwapRow(
                        row.block(),
                        row.logIndex(),
                        row.sqrtPriceX96(),
                        row.tick(),
                        row.liquidity(),
                        inToken0 ? row.amount0() : row.amount0().subtract(BigInteger.ONE),
                        inToken0 ? row.amount1().subtract(BigInteger.ONE) : row.amount1(),
                        row.txHash(),
                        row.timestamp()));
        Report report = checkInMemory(rows, recorded.events(), recorded.blocks(), 10);
        assertEquals(
                List.of(gapAt(row, rows.get(49))), report.gaps(), "an output that is one unit too large is impossible");
    }

    @Test
    void swapAfterBlocksThatAreNotStoredIsNotCalledAGap() throws Exception {
        EventVectors recorded = recorded("slipstream");
        long middle = recorded.swaps().get(100).block();
        BlockRange first = new BlockRange(recorded.blocks().first(), middle);
        BlockRange second = new BlockRange(middle + 10, recorded.blocks().last());
        store.append(POOL, first, recorded.batch(first), recorded.events(first));
        store.append(POOL, second, recorded.batch(second), recorded.events(second));
        Report report = check(OptionalInt.of(100));
        assertEquals(List.of(), report.gaps());
        assertTrue(report.unprovable() > 0);
    }

    @Test
    void poolWithoutHistoryHasNothingToCheck() {
        Report report = check(UNKNOWN);
        assertEquals(0, report.swaps());
        assertEquals(1, report.provenShare());
    }

    private Report check(OptionalInt tickSpacing) {
        return ContinuityCheck.check(store, POOL, BlockRange.all(), tickSpacing);
    }

    private static EventVectors recorded(String name) throws Exception {
        return EventVectors.read(Recorded.VECTORS.file("evm/decoded-" + name + ".csv"));
    }
}
