package weir.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import weir.history.internal.csv.CsvRowSource;
import weir.history.internal.load.HistoryRowSource;
import weir.history.internal.load.ImportRun;

/**
 * Brings swaps into a store: all of a source or nothing. A source that breaks off (a kill, a database that goes away)
 * leaves the history as it was, and the same import run again goes on where it stood; a source with an impossible row is
 * refused with the row's place and leaves nothing behind. Rows that are stored already are compared and not added again.
 *
 * <p>The history becomes complete for the blocks from the source's first row to its last; of blocks without a row beyond
 * them nothing is claimed. Memory does not grow with the source. One import at a time per object.
 */
public final class HistoryImport {

    private final SwapStore store;
    private final Consumer<ImportProgress> progress;

    /**
     * @param store where the rows go
     * @param progress told every few thousand rows, on the importing thread
     */
    public HistoryImport(SwapStore store, Consumer<ImportProgress> progress) {
        this.store = store;
        this.progress = progress;
    }

    /**
     * Imports a file as {@link SwapCsvReader} reads it. A {@code pool.json} beside it must name the same pool.
     *
     * @param blocks rows outside are passed over
     * @throws HistoryException if the file is damaged, of another pool, empty in these blocks, or holds impossible rows
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
     * @param name tells this source from others, the same each time
     * @throws HistoryException if it goes away, has nothing in these blocks, or holds impossible rows
     */
    public ImportReport fromHistory(SwapHistory source, String name, PoolKey pool, BlockRange blocks)
            throws IOException {
        try (HistoryRowSource rows = new HistoryRowSource(source, name, pool, blocks)) {
            return new ImportRun(store, pool, progress).run(rows);
        }
    }
}
