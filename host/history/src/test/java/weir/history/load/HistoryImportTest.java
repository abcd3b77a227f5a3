package weir.history.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapRow;
import weir.history.SwapRows;
import weir.vectors.Recorded;
import weir.vectors.Recorded.Dataset;

/** Real files are imported completely, and invalid ones not at all. */
class HistoryImportTest extends ImportFixture {

    @Test
    void importedRealFilesReadBackEqual() throws IOException {
        for (Dataset dataset : Recorded.datasets()) {
            JsonObject json = dataset.pool();
            PoolKey pool = new PoolKey(
                    json.get("chain_id").getAsLong(), json.get("address").getAsString());
            HistoryImport.Report report = run(dataset.swaps(), pool);
            List<SwapRow> stored = read(pool);
            assertEquals(stored.size(), report.added());
            try (SwapCsvReader csv = SwapCsvReader.open(dataset.swaps())) {
                for (SwapRow row : stored) {
                    assertEquals(csv.next(), row);
                }
                assertNull(csv.next());
            }
            PoolInfo info = store.pool(pool).orElseThrow();
            assertEquals(!dataset.exact(), info.isApproximate(), dataset.name());
            assertEquals(report.blocks(), new BlockRange(info.firstBlock(), info.lastBlock()));
            assertEquals(List.of(), info.gaps());

            HistoryImport.Report again = run(dataset.swaps(), pool);
            assertEquals(0, again.added());
            assertEquals(stored.size(), again.alreadyStored());
        }
    }

    @Test
    void poolJsonOfAnotherPoolIsRejected() {
        for (Dataset dataset : Recorded.datasets()) {
            HistoryException e = assertThrows(HistoryException.class, () -> run(dataset.swaps(), POOL));
            String pool = dataset.pool().get("chain_id").getAsLong() + ":"
                    + dataset.pool().get("address").getAsString();
            assertTrue(e.getMessage().contains("these are swaps of pool " + pool), e::getMessage);
        }
        assertEquals(List.of(), store.pools());
    }

    @Test
    void progressReachesOneAndEstimatesTheTimeLeft() throws IOException {
        run(csv(rows), POOL);
        assertTrue(reports.size() >= 3, () -> "reports: " + reports.size());
        for (int i = 1; i < reports.size(); i++) {
            assertTrue(reports.get(i).fraction() >= reports.get(i - 1).fraction());
            assertTrue(reports.get(i).rows() >= reports.get(i - 1).rows());
        }
        assertEquals(20_000, reports.get(reports.size() - 1).rows());
        HistoryImport.Progress half = new HistoryImport.Progress(5, 0.25, Duration.ofSeconds(10));
        assertEquals(Optional.of(Duration.ofSeconds(30)), half.remainingTime());
        assertEquals(Optional.empty(), new HistoryImport.Progress(5, 0, Duration.ofSeconds(10)).remainingTime());
    }

    @Test
    void emptyRangesAndUnixTimesAreRejected() throws IOException {
        Path file = csv(rows);
        HistoryImport run = new HistoryImport(store, reports::add);
        HistoryException none =
                assertThrows(HistoryException.class, () -> run.fromCsv(file, POOL, new BlockRange(1, 5)));
        assertTrue(none.getMessage().contains("no swap in blocks 1 to 5; the file has blocks"), none::getMessage);
        assertThrows(HistoryException.class, () -> new BlockRange(6, 5));
        HistoryException time =
                assertThrows(HistoryException.class, () -> new BlockRange(1_704_414_803, 1_704_498_575));
        assertTrue(time.getMessage().contains("Unix time"), time::getMessage);
        assertEquals(List.of(), store.pools());
    }

    @Test
    void importWithAnInvalidRowStoresNothing() throws IOException {
        SwapRow good = rows.get(15_000);
        rows.set(15_000, SwapRows.withPrice(good, good.sqrtPriceX96(), good.tick() + 7));
        Path file = csv(rows);
        HistoryException e = assertThrows(HistoryException.class, () -> run(file, POOL));
        assertTrue(e.getMessage().contains(file + " line 15002"), e::getMessage);
        assertNothingStored();
        rows.set(15_000, good);
        assertEquals(20_000, run(csv(rows), POOL).added());
    }

    @Test
    void importOfUnsortedOrCutFilesStoresNothing() throws IOException {
        SwapRow late = rows.remove(19_000);
        rows.add(12_000, late);
        Path unsorted = csv(rows);
        HistoryException e = assertThrows(HistoryException.class, () -> run(unsorted, POOL));
        assertTrue(e.getMessage().contains("line 12003"), e::getMessage);
        assertNothingStored();

        byte[] whole = Files.readAllBytes(unsorted);
        Path cut = Files.write(folder.resolve("cut.csv"), Arrays.copyOf(whole, whole.length / 3));
        assertThrows(HistoryException.class, () -> run(cut, POOL));
        assertNothingStored();
    }

    @Test
    void importThatContradictsStoredRowsIsRejected() throws IOException {
        run(csv(rows), POOL);
        SwapRow missing = rows.remove(7_777);
        Path file = csv(rows);
        HistoryException e = assertThrows(HistoryException.class, () -> run(file, POOL));
        assertTrue(e.getMessage().contains("block " + missing.block()), e::getMessage);
        rows.add(7_777, missing);
        assertEquals(rows, read(POOL));
    }

    @Test
    void swapsWithAnImplausiblePriceAreRejected() throws IOException {
        List<SwapRow> later = rows.subList(10_000, 20_000);
        run(csv(later), POOL);
        for (long block :
                new long[] {rows.get(19_999).block() + 5, rows.get(9_000).block()}) {
            Path file = csv(List.of(atPriceOne(block)));
            HistoryException e = assertThrows(HistoryException.class, () -> run(file, POOL));
            assertTrue(e.getMessage().contains("line 2: the price is"), e::getMessage);
            assertTrue(e.getMessage().contains("another pool"), e::getMessage);
        }
        assertEquals(later, read(POOL));
    }

    @Test
    void contradictingTimesAreRejectedWithTheirLine() throws IOException {
        run(csv(rows), POOL);
        int changed = changeTimeOfLastRowOfABlock(9_000);
        Path file = csv(rows);
        HistoryException e = assertThrows(HistoryException.class, () -> run(file, POOL));
        assertTrue(e.getMessage().contains(file + " line " + (changed + 2)), e::getMessage);
        assertTrue(e.getMessage().contains("is stored with another timestamp"), e::getMessage);
    }
}
