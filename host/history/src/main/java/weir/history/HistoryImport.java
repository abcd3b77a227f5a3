package weir.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import weir.history.internal.csv.CsvRowSource;
import weir.history.internal.load.HistoryRowSource;
import weir.history.internal.load.ImportRun;

/**
 * Imports swaps into a store, all of a source or nothing. If the import is interrupted, the history stays unchanged and the
 * same import resumes where it stopped. If a row is invalid, the import fails, names the row and keeps nothing. Rows that are
 * already stored are compared and not added again.
 *
 * <p>Afterwards the history is complete from the block of the source's first row to that of its last. Memory does not grow with
 * the source. An object runs one import at a time.
 */
public final class HistoryImport {

    private final SwapStore store;
    private final Consumer<ImportProgress> progress;

    /**
     * @param store the target
     * @param progress called every few thousand rows, on the importing thread
     */
    public HistoryImport(SwapStore store, Consumer<ImportProgress> progress) {
        this.store = store;
        this.progress = progress;
    }

    /**
     * Imports a file in the format of {@link SwapCsvReader}. A {@code pool.json} beside it must describe the same pool.
     *
     * @param blocks rows outside are skipped
     * @throws HistoryException if the file is damaged, belongs to another pool, has no row in these blocks, or has an invalid row
     * @throws IOException if it cannot be read
     */
    public ImportReport fromCsv(Path file, PoolKey pool, BlockRange blocks) throws IOException {
        try (CsvRowSource rows = CsvRowSource.open(file, pool, blocks)) {
            return new ImportRun(store, pool, progress).run(rows);
        }
    }

    /**
     * Imports from another history, such as a validator's database.
     *
     * @param name identifies the source: an import that was interrupted resumes under the same name
     * @throws HistoryException if the source fails, has no row in these blocks, or has an invalid row
     */
    public ImportReport fromHistory(SwapHistory source, String name, PoolKey pool, BlockRange blocks)
            throws IOException {
        try (HistoryRowSource rows = new HistoryRowSource(source, name, pool, blocks)) {
            return new ImportRun(store, pool, progress).run(rows);
        }
    }
}
