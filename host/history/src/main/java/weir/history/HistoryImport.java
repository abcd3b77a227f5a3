package weir.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import weir.history.internal.csv.CsvRowSource;
import weir.history.internal.load.HistoryRowSource;
import weir.history.internal.load.ImportRun;

/**
 * Imports swaps into a store: all rows of a source, or none. If an import is interrupted, the history is unchanged, and the next import
 * of the same source continues where it stopped. If a row is invalid, the import fails, names the row and stores nothing. If a row is
 * already stored, it must be equal to the stored one.
 *
 * <p>After an import, the history is complete from the block of the source's first row to that of its last one. The memory used does
 * not depend on the size of the source. Not thread-safe.
 */
public final class HistoryImport {

    private final SwapStore store;
    private final Consumer<ImportProgress> progress;

    /**
     * @param store the store that receives the swaps
     * @param progress called every few thousand rows, on the importing thread
     */
    public HistoryImport(SwapStore store, Consumer<ImportProgress> progress) {
        this.store = store;
        this.progress = progress;
    }

    /**
     * Imports a file in the format of {@link SwapCsvReader}. If its directory contains a {@code pool.json}, it must describe the same pool.
     *
     * @param blocks rows of other blocks are skipped
     * @throws HistoryException if the file is damaged, belongs to another pool, has no row in these blocks, or has an invalid row
     * @throws IOException if the file cannot be read
     */
    public ImportReport fromCsv(Path file, PoolKey pool, BlockRange blocks) throws IOException {
        try (CsvRowSource rows = CsvRowSource.open(file, pool, blocks)) {
            return new ImportRun(store, pool, progress).run(rows);
        }
    }

    /**
     * Imports from another history, such as a validator's database.
     *
     * @param name identifies the source; the same name continues an interrupted import
     * @throws HistoryException if the source fails, has no row in these blocks, or has an invalid row
     */
    public ImportReport fromHistory(SwapHistory source, String name, PoolKey pool, BlockRange blocks)
            throws IOException {
        try (HistoryRowSource rows = new HistoryRowSource(source, name, pool, blocks)) {
            return new ImportRun(store, pool, progress).run(rows);
        }
    }
}
