package weir.history.internal.load;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolEvent;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.SwapStore.BulkLoad;
import weir.history.internal.check.PriceContinuity;
import weir.history.load.HistoryImport;

/**
 * Imports one source: collects rows into batches of whole blocks, writes the batches to a file that readers do not see (stages
 * them), and publishes that file when the source is read. Not thread-safe.
 */
public final class ImportRun {

    private final SwapStore store;
    private final PoolKey pool;
    private final Consumer<HistoryImport.Progress> progress;
    private final boolean replace;
    private final long startNs = System.nanoTime();
    private final long[] sourcePositions = new long[SwapBatch.CAPACITY];
    private SwapBatch batch = new SwapBatch();
    private SwapBatch spareBatch = new SwapBatch();
    /** Index of the first row of the batch's last block. */
    private int lastBlockStart;

    private long firstBlock = -1;
    /** First block of the next batch to stage. */
    private long nextBlock;

    private long rowsRead;

    /** @param replace whether the rows replace the stored ones of the same blocks */
    public ImportRun(SwapStore store, PoolKey pool, Consumer<HistoryImport.Progress> progress, boolean replace) {
        this.store = store;
        this.pool = pool;
        this.progress = progress;
        this.replace = replace;
    }

    /** Imports all rows of a source. */
    public HistoryImport.Report run(RowSource source) throws IOException {
        // Staged rows of a replacement may be the ones that were corrected since.
        boolean isResumable = source.isResumable() && !replace;
        if (!isResumable) {
            try (BulkLoad interrupted = openLoad(source)) {
                interrupted.discard();
            }
        }
        try (BulkLoad load = openLoad(source)) {
            try {
                long resumed = load.rows();
                long last = readAll(source, load);
                long added = load.rows();
                long events = load.events();
                load.commit();
                report(source);
                return new HistoryImport.Report(
                        new BlockRange(firstBlock, last),
                        rowsRead,
                        added,
                        resumed,
                        source.duplicates(),
                        load.rowsWithNewValues(),
                        events);
            } catch (HistoryException e) {
                // A source that failed can be continued; invalid rows must be read again.
                isResumable &= e.getCause() instanceof SQLException || e.getCause() instanceof IOException;
                throw e;
            } finally {
                if (!isResumable) {
                    load.discard();
                }
            }
        }
    }

    private BulkLoad openLoad(RowSource source) {
        return replace ? store.startReplacement(pool, source.identity()) : store.startLoad(pool, source.identity());
    }

    /** Stages all rows, and returns the last block. */
    private long readAll(RowSource source, BulkLoad load) throws IOException {
        long staged = load.lastBlock();
        rowsRead = source.skipTo(staged) ? load.rows() : 0;
        long last = -1;
        for (SwapRow row = source.next(); row != null; row = source.next()) {
            if (row.block() < last) {
                throw new HistoryException(
                        source.place(source.position()),
                        "block " + row.block() + " comes after block " + last,
                        "Sort the rows by block and log index");
            }
            if (firstBlock < 0) {
                if (!replace) {
                    PriceContinuity.requireContinuousPrice(store, pool, row, source.place(source.position()));
                }
                firstBlock = Math.min(row.block(), source.firstEventBlock());
                nextBlock = staged < 0 ? firstBlock : Math.min(firstBlock, staged + 1);
            }
            last = row.block();
            rowsRead++;
            add(row, source, load);
        }
        if (batch.size() > 0) {
            stage(batch.size(), last, source, load);
        }
        if (firstBlock < 0 && staged < 0) {
            throw new HistoryException(source.place(0), source.emptyReason(), "Check the pool and the blocks");
        }
        firstBlock = firstBlock < 0 ? staged : firstBlock;
        return Math.max(last, staged);
    }

    private void add(SwapRow row, RowSource source, BulkLoad load) {
        if (batch.size() == SwapBatch.CAPACITY) {
            stageCompleteBlocks(source, load);
        }
        if (batch.size() > 0 && batch.blocks()[batch.size() - 1] != row.block()) {
            lastBlockStart = batch.size();
        }
        sourcePositions[batch.size()] = source.position();
        batch.add(row);
    }

    /** Stages all blocks but the last one, and keeps the last one, which may have more rows. */
    private void stageCompleteBlocks(RowSource source, BulkLoad load) {
        if (lastBlockStart == 0) {
            throw new HistoryException(
                    source.place(sourcePositions[0]),
                    "there are more than " + SwapBatch.CAPACITY + " swaps in block " + batch.blocks()[0],
                    "No block has so many: check the column block_number");
        }
        spareBatch.resize(0);
        for (int row = lastBlockStart; row < batch.size(); row++) {
            spareBatch.add(batch.row(row));
        }
        int kept = lastBlockStart;
        stage(kept, batch.blocks()[kept] - 1, source, load);
        System.arraycopy(sourcePositions, kept, sourcePositions, 0, spareBatch.size());
        SwapBatch emptyBatch = batch;
        batch = spareBatch;
        spareBatch = emptyBatch;
        lastBlockStart = 0;
    }

    private void stage(int rows, long last, RowSource source, BulkLoad load) {
        batch.resize(rows);
        try {
            BlockRange blocks = new BlockRange(nextBlock, last);
            Optional<List<PoolEvent>> events = source.events(blocks);
            if (events.isPresent()) {
                load.append(blocks, batch, events.get());
            } else {
                load.append(blocks, batch);
            }
        } catch (HistoryException e) {
            throw e.row() < 0
                    ? e
                    : e.withPlace(source.place(sourcePositions[e.row()]) + " (block " + batch.blocks()[e.row()] + ")");
        }
        nextBlock = last + 1;
        report(source);
    }

    private void report(RowSource source) {
        progress.accept(
                new HistoryImport.Progress(rowsRead, source.progress(), Duration.ofNanos(System.nanoTime() - startNs)));
    }
}
