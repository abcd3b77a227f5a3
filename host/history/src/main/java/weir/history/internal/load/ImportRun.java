package weir.history.internal.load;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import weir.history.BlockRange;
import weir.history.BulkLoad;
import weir.history.HistoryException;
import weir.history.ImportProgress;
import weir.history.ImportReport;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.internal.check.PriceContinuity;

/**
 * Imports one source: collects rows into batches of whole blocks, stages the batches, and commits at the end. Not thread-safe.
 */
public final class ImportRun {

    private final SwapStore store;
    private final PoolKey pool;
    private final Consumer<ImportProgress> progress;
    private final long startNs = System.nanoTime();
    private final long[] positions = new long[SwapBatch.CAPACITY];
    private SwapBatch batch = new SwapBatch();
    private SwapBatch spareBatch = new SwapBatch();
    /** Index of the first row of the batch's last block. */
    private int lastBlockStart;

    private long firstBlock = -1;
    /** First block of the next batch to stage. */
    private long nextBlock;

    private long rowsRead;

    public ImportRun(SwapStore store, PoolKey pool, Consumer<ImportProgress> progress) {
        this.store = store;
        this.pool = pool;
        this.progress = progress;
    }

    /** Imports all rows of a source. */
    public ImportReport run(RowSource source) throws IOException {
        try (BulkLoad load = store.load(pool, source.identity())) {
            try {
                long resumed = load.rows();
                long last = readAll(source, load);
                long added = load.rows();
                load.commit();
                report(source);
                return new ImportReport(
                        new BlockRange(firstBlock, last), rowsRead, added, resumed, source.duplicates());
            } catch (HistoryException e) {
                if (!(e.getCause() instanceof java.sql.SQLException) && !(e.getCause() instanceof IOException)) {
                    load.discard();
                }
                throw e;
            }
        }
    }

    /** Stages all rows, and returns the last block. */
    private long readAll(RowSource source, BulkLoad load) throws IOException {
        long staged = load.lastBlock();
        source.skipTo(staged);
        long last = -1;
        for (SwapRow row = source.next(); row != null; row = source.next()) {
            if (row.block() < last) {
                throw new HistoryException(
                        source.place(source.position()),
                        "block " + row.block() + " comes after block " + last,
                        "Sort the rows by block and log index");
            }
            if (firstBlock < 0) {
                PriceContinuity.requireContinuousPrice(store, pool, row, source.place(source.position()));
                firstBlock = row.block();
            }
            last = row.block();
            if (row.block() > staged) {
                rowsRead++;
                add(row, source, load);
            }
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

    private void add(SwapRow row, RowSource source, BulkLoad load) throws IOException {
        if (batch.size() == 0) {
            nextBlock = Math.max(nextBlock, load.lastBlock() < 0 ? row.block() : load.lastBlock() + 1);
        }
        if (batch.size() == SwapBatch.CAPACITY) {
            stageCompleteBlocks(source, load);
        }
        if (batch.size() > 0 && batch.blocks()[batch.size() - 1] != row.block()) {
            lastBlockStart = batch.size();
        }
        positions[batch.size()] = source.position();
        batch.add(row);
    }

    /** Stages all blocks but the last one, and keeps the last one, which may have more rows. */
    private void stageCompleteBlocks(RowSource source, BulkLoad load) {
        if (lastBlockStart == 0) {
            throw new HistoryException(
                    source.place(positions[0]),
                    "there are more than " + SwapBatch.CAPACITY + " swaps in block " + batch.blocks()[0],
                    "No block has so many: check the column block_number");
        }
        spareBatch.resize(0);
        for (int row = lastBlockStart; row < batch.size(); row++) {
            spareBatch.add(batch.row(row));
        }
        int kept = lastBlockStart;
        stage(kept, batch.blocks()[kept] - 1, source, load);
        System.arraycopy(positions, kept, positions, 0, spareBatch.size());
        SwapBatch emptyBatch = batch;
        batch = spareBatch;
        spareBatch = emptyBatch;
        lastBlockStart = 0;
    }

    private void stage(int rows, long last, RowSource source, BulkLoad load) {
        batch.resize(rows);
        try {
            load.append(new BlockRange(nextBlock, last), batch);
        } catch (HistoryException e) {
            throw e.row() < 0
                    ? e
                    : e.withPlace(source.place(positions[e.row()]) + " (block " + batch.blocks()[e.row()] + ")");
        }
        nextBlock = last + 1;
        report(source);
    }

    private void report(RowSource source) {
        progress.accept(new ImportProgress(rowsRead, source.progress(), Duration.ofNanos(System.nanoTime() - startNs)));
    }
}
