package weir.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.history.SwapHistory.SwapCursor;
import weir.vectors.Recorded;
import weir.vectors.Recorded.Dataset;

/** Imports of files: real ones whole, broken ones not at all. */
class HistoryImportTest {

    private static final PoolKey POOL = new PoolKey(1, "0x" + "5a".repeat(20));
    private static final String HEADER =
            "block_number,log_index,tx_hash,timestamp,sqrt_price_x96,tick,liquidity,amount0,amount1";

    @TempDir
    private Path folder;

    private SwapStore store;
    private final List<SwapRow> rows = new ArrayList<>();
    private final List<HistoryImport.Progress> reports = new ArrayList<>();

    @BeforeEach
    void open() {
        store = SwapStore.embedded(folder.resolve("history"));
        GeneratedSwaps swaps = new GeneratedSwaps(31);
        for (int i = 0; i < 20_000; i++) {
            rows.add(swaps.next());
        }
    }

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
    void importAfterAPartialImportAddsTheRest() throws IOException {
        BlockRange part =
                new BlockRange(rows.get(3_000).block(), rows.get(9_000).block());
        Path file = csv(rows);
        HistoryImport.Report first = new HistoryImport(store, reports::add).fromCsv(file, POOL, part);
        assertEquals(part, first.blocks());
        HistoryImport.Report all = run(file, POOL);
        assertEquals(20_000 - first.added(), all.added());
        assertEquals(rows, read(POOL));
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
        rows.set(15_000, spoiled(good));
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
    void interruptedImportResumesWhereItStopped() throws IOException {
        Path file = csv(rows);
        HistoryImport interrupted = new HistoryImport(store, progress -> {
            if (progress.rows() > 10_000) {
                throw new IllegalStateException("interrupted");
            }
        });
        assertThrows(IllegalStateException.class, () -> interrupted.fromCsv(file, POOL, BlockRange.all()));
        assertEquals(Optional.empty(), store.pool(POOL));
        HistoryImport.Report report = run(file, POOL);
        assertTrue(report.resumed() > 5_000);
        assertEquals(20_000, report.added());
        assertEquals(20_000, report.read());
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
    void timesGivenLaterAreReportedAndStoredByAReplacement() throws IOException {
        List<SwapRow> without =
                rows.stream().map(row -> withTime(row, SwapRow.UNKNOWN_TIME)).toList();
        run(csv(without), POOL);
        Path with = csv(rows);
        HistoryImport.Report report = run(with, POOL);
        assertEquals(0, report.added());
        assertEquals(20_000, report.rowsWithNewValues());
        assertEquals(without, read(POOL));
        HistoryImport.Report replaced =
                new HistoryImport(store, reports::add, true).fromCsv(with, POOL, BlockRange.all());
        assertEquals(20_000, replaced.added());
        assertEquals(rows, read(POOL));
        assertEquals(0, run(with, POOL).rowsWithNewValues());
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

    @Test
    void changedFileWithEqualSizeAndTimeIsNotMixedWithAnInterruptedImport() throws IOException {
        Path file = csv(rows);
        FileTime time = Files.getLastModifiedTime(file);
        HistoryImport interrupted = new HistoryImport(store, progress -> {
            if (progress.rows() > 10_000) {
                throw new IllegalStateException("interrupted");
            }
        });
        assertThrows(IllegalStateException.class, () -> interrupted.fromCsv(file, POOL, BlockRange.all()));
        changeTimeOfLastRowOfABlock(5);
        csv(rows);
        Files.setLastModifiedTime(file, time);
        assertThrows(HistoryException.class, () -> run(file, POOL));
        assertEquals(20_000, run(file, POOL).added());
        assertEquals(rows, read(POOL));
    }

    @Test
    void pipesAreReadAndNeverResumed() throws Exception {
        Path file = csv(rows);
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        HistoryImport interrupted = new HistoryImport(store, progress -> {
            if (progress.rows() > 10_000) {
                throw new IllegalStateException("interrupted");
            }
        });
        Process first = new ProcessBuilder("sh", "-c", "cat " + file + " > " + pipe).start();
        assertThrows(IllegalStateException.class, () -> interrupted.fromCsv(pipe, POOL, BlockRange.all()));
        first.waitFor();
        assertEquals(List.of(), stagingFiles());
        rows.remove(3);
        csv(rows);
        Process second = new ProcessBuilder("sh", "-c", "gzip -c " + file + " > " + pipe).start();
        HistoryImport.Report report = run(pipe, POOL);
        second.waitFor();
        assertEquals(19_999, report.added());
        assertEquals(0, report.resumed());
        assertEquals(rows, read(POOL));
    }

    @Test
    void interruptedReplacementStartsAnew() throws IOException {
        run(csv(rows), POOL);
        SwapStore database = SwapStore.embedded(folder.resolve("database"));
        new HistoryImport(database, progress -> {}).fromCsv(csv(rows), POOL, BlockRange.all());
        HistoryImport interrupted = new HistoryImport(
                store,
                progress -> {
                    if (progress.rows() > 10_000) {
                        throw new IllegalStateException("interrupted");
                    }
                },
                true);
        assertThrows(
                IllegalStateException.class,
                () -> interrupted.fromHistory(database, "database", POOL, BlockRange.all()));
        assertEquals(List.of(), stagingFiles());
        changeTimeOfLastRowOfABlock(5);
        new HistoryImport(database, progress -> {}, true).fromCsv(csv(rows), POOL, BlockRange.all());
        HistoryImport.Report report =
                new HistoryImport(store, reports::add, true).fromHistory(database, "database", POOL, BlockRange.all());
        assertEquals(0, report.resumed());
        assertEquals(rows, read(POOL));
    }

    private List<Path> stagingFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }

    private int changeTimeOfLastRowOfABlock(int from) {
        int index = from;
        while (rows.get(index + 1).block() == rows.get(index).block()) {
            index++;
        }
        rows.set(index, withTime(rows.get(index), rows.get(index).timestamp() + 1));
        return index;
    }

    private static SwapRow withTime(SwapRow row, long timestamp) {
        return new SwapRow(
                row.block(),
                row.logIndex(),
                row.sqrtPriceX96(),
                row.tick(),
                row.liquidity(),
                row.amount0(),
                row.amount1(),
                row.txHash(),
                timestamp);
    }

    /** The rows of {@link GeneratedSwaps} are at 440 million times this price. */
    private static SwapRow atPriceOne(long block) {
        BigInteger amount = BigInteger.TEN.pow(9);
        return new SwapRow(
                block,
                0,
                BigInteger.ONE.shiftLeft(96),
                0,
                BigInteger.TEN.pow(19),
                amount,
                amount.negate(),
                "0x" + "0".repeat(64),
                1_700_000_000);
    }

    private void assertNothingStored() throws IOException {
        assertEquals(Optional.empty(), store.pool(POOL));
        try (var files = Files.walk(folder.resolve("history"))) {
            assertFalse(files.anyMatch(path -> path.toString().endsWith(".part")));
        }
    }

    private static SwapRow spoiled(SwapRow row) {
        return new SwapRow(
                row.block(),
                row.logIndex(),
                row.sqrtPriceX96(),
                row.tick() + 7,
                row.liquidity(),
                row.amount0(),
                row.amount1(),
                row.txHash(),
                row.timestamp());
    }

    private HistoryImport.Report run(Path file, PoolKey pool) throws IOException {
        return new HistoryImport(store, reports::add).fromCsv(file, pool, BlockRange.all());
    }

    private Path csv(List<SwapRow> swaps) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (SwapRow row : swaps) {
            text.append(row.block()).append(',').append(row.logIndex()).append(',');
            text.append(row.txHash()).append(',');
            text.append(row.timestamp() < 0 ? "" : row.timestamp()).append(',');
            text.append(row.sqrtPriceX96()).append(',').append(row.tick()).append(',');
            text.append(row.liquidity()).append(',').append(row.amount0()).append(',');
            text.append(row.amount1()).append('\n');
        }
        return Files.writeString(folder.resolve("swaps.csv"), text);
    }

    private List<SwapRow> read(PoolKey pool) {
        List<SwapRow> read = new ArrayList<>();
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = store.scan(pool, BlockRange.all())) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    read.add(batch.row(i));
                }
            }
        }
        return read;
    }
}
