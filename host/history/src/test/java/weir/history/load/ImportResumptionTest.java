package weir.history.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.SwapRow;
import weir.history.SwapRows;
import weir.history.SwapStore;

/** Interrupted imports, repeated ones and replacements. */
class ImportResumptionTest extends ImportFixture {

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
    void timesGivenLaterAreReportedAndStoredByAReplacement() throws IOException {
        List<SwapRow> without = rows.stream()
                .map(row -> SwapRows.withTime(row, SwapRow.UNKNOWN_TIME))
                .toList();
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
}
