package weir.history.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapHistory;
import weir.history.SwapStore;
import weir.history.internal.csv.CsvRowSource;
import weir.history.internal.load.HistoryRowSource;
import weir.history.internal.load.ImportRun;

/**
 * Imports swaps into a store: all rows of a source, or none. If an import is interrupted, the history is unchanged, and the next import
 * of the same source continues where it stopped. If a row is invalid, the import fails, names the row and stores nothing. If a row is
 * already stored, it must be equal to the stored one; a time or hash that is missing in one of them is not compared.
 *
 * <p>After an import, the history is complete from the block of the source's first row to that of its last one. The memory used does
 * not depend on the size of the source. Not thread-safe.
 */
public final class HistoryImport {

    private final SwapStore store;
    private final Consumer<Progress> progress;
    private final boolean replace;

    /**
     * @param store the store that receives the swaps
     * @param progress called every few thousand rows, on the importing thread
     */
    public HistoryImport(SwapStore store, Consumer<Progress> progress) {
        this(store, progress, false);
    }

    /**
     * @param store the store that receives the swaps
     * @param progress called every few thousand rows, on the importing thread
     * @param replace whether the swaps replace all stored ones from the source's first block to its last, instead of being compared with
     *     them
     */
    public HistoryImport(SwapStore store, Consumer<Progress> progress, boolean replace) {
        this.store = store;
        this.progress = progress;
        this.replace = replace;
    }

    /**
     * Imports a file or pipe in the format of {@link SwapCsvReader}. If its directory contains a {@code pool.json}, it must describe the same pool.
     *
     * @param blocks rows of other blocks are skipped
     * @throws HistoryException if the file is damaged, belongs to another pool, has no row in these blocks, or has an invalid row
     * @throws IOException if the file cannot be read
     */
    public Report fromCsv(Path file, PoolKey pool, BlockRange blocks) throws IOException {
        return fromCsv(file, pool, blocks, SwapCsvReader.Options.none());
    }

    /**
     * As {@link #fromCsv(Path, PoolKey, BlockRange)}, for a file that does not say everything itself.
     *
     * @param options what the file does not say; its pool is ignored, because {@code pool} names it
     */
    public Report fromCsv(Path file, PoolKey pool, BlockRange blocks, SwapCsvReader.Options options)
            throws IOException {
        SwapCsvReader.Options ofPool = new SwapCsvReader.Options(
                Optional.of(pool),
                options.decimals0(),
                options.decimals1(),
                options.columns(),
                options.deriveLiquidity());
        try (CsvRowSource rows = CsvRowSource.open(file, pool, blocks, ofPool)) {
            return new ImportRun(store, pool, progress, replace).run(rows);
        }
    }

    /**
     * Imports from another history, such as a validator's database.
     *
     * @param name identifies the source; the same name continues an interrupted import
     * @throws HistoryException if the source fails, has no row in these blocks, or has an invalid row
     */
    public Report fromHistory(SwapHistory source, String name, PoolKey pool, BlockRange blocks) throws IOException {
        try (HistoryRowSource rows = new HistoryRowSource(source, name, pool, blocks)) {
            return new ImportRun(store, pool, progress, replace).run(rows);
        }
    }

    /**
     * Progress of an import.
     *
     * @param rows number of rows read
     * @param fraction part of the source that has been read, 0 to 1
     * @param elapsed time since the start
     */
    public record Progress(long rows, double fraction, Duration elapsed) {

        /** Returns the estimated time until the end; empty during the first second and the first 0.5 %. */
        public Optional<Duration> remainingTime() {
            if (fraction <= 0.005 || elapsed.toSeconds() < 1) {
                return Optional.empty();
            }
            return Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * (1 - fraction) / fraction)));
        }
    }

    /**
     * Result of an import.
     *
     * @param blocks from the block of the first row to that of the last; the history is now complete for these blocks
     * @param read number of rows of the source in the requested blocks, with those that an interrupted import had staged
     * @param added number of rows added to the history
     * @param resumed number of added rows that an interrupted import had staged
     * @param duplicates number of rows of the source that repeat another one and were counted once
     * @param rowsWithNewValues number of stored rows without a time or hash that the source has; they remain as they are
     * @param events number of events other than swaps that were added to the history
     */
    public record Report(
            BlockRange blocks,
            long read,
            long added,
            long resumed,
            long duplicates,
            long rowsWithNewValues,
            long events) {

        /** Returns the number of rows that were stored before the import. */
        public long alreadyStored() {
            return read - added;
        }
    }
}
