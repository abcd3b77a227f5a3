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
 * One import: gathers rows into batches that end where a block ends, sets them aside, and commits at the end. For one
 * thread and one source.
 */
public final class ImportRun {

    private final SwapStore store;
    private final PoolKey pool;
    private final Consumer<ImportProgress> progress;
    private final long started = System.nanoTime();
    private final long[] positions = new long[SwapBatch.CAPACITY];
    private SwapBatch batch = new SwapBatch();
    private SwapBatch rest = new SwapBatch();
    private int lastBlockAt;
    private long first = -1;
    private long next;
    private long read;

    public ImportRun(SwapStore store, PoolKey pool, Consumer<ImportProgress> progress) {
        this.store = store;
        this.pool = pool;
        this.progress = progress;
    }

    /** Runs it. */
    public ImportReport run(RowSource source) throws IOException {
        try (BulkLoad load = store.load(pool, source.identity())) {
            try {
                long resumed = load.rows();
                long last = readAll(source, load);
                long added = load.rows();
                load.commit();
                report(source);
                return new ImportReport(new BlockRange(first, last), read, added, resumed);
            } catch (HistoryException e) {
                if (!(e.getCause() instanceof java.sql.SQLException) && !(e.getCause() instanceof IOException)) {
                    load.discard();
                }
                throw e;
            }
        }
    }

    /** Returns the last block. */
    private long readAll(RowSource source, BulkLoad load) throws IOException {
        long reached = load.reached();
        source.skipTo(reached);
        long last = -1;
        for (SwapRow row = source.next(); row != null; row = source.next()) {
            if (row.block() < last) {
                throw new HistoryException(
                        source.place(source.position()),
                        "block " + row.block() + " comes after block " + last,
                        "Sort the rows by block and log index");
            }
            if (first < 0) {
                PriceContinuity.requireNear(store, pool, row, source.place(source.position()));
                first = row.block();
            }
            last = row.block();
            if (row.block() > reached) {
                read++;
                add(row, source, load);
            }
        }
        if (batch.size() > 0) {
            store(batch.size(), last, source, load);
        }
        if (first < 0 && reached < 0) {
            throw new HistoryException(source.place(0), source.nothing(), "Check the pool and the blocks");
        }
        first = first < 0 ? reached : first;
        return Math.max(last, reached);
    }

    private void add(SwapRow row, RowSource source, BulkLoad load) throws IOException {
        if (batch.size() == 0) {
            next = Math.max(next, load.reached() < 0 ? row.block() : load.reached() + 1);
        }
        if (batch.size() == SwapBatch.CAPACITY) {
            makeRoom(source, load);
        }
        if (batch.size() > 0 && batch.blocks()[batch.size() - 1] != row.block()) {
            lastBlockAt = batch.size();
        }
        positions[batch.size()] = source.position();
        batch.add(row);
    }

    /** Stores all but the last block, which may go on, and keeps that. */
    private void makeRoom(RowSource source, BulkLoad load) {
        if (lastBlockAt == 0) {
            throw new HistoryException(
                    source.place(positions[0]),
                    "there are more than " + SwapBatch.CAPACITY + " swaps in block " + batch.blocks()[0],
                    "No block holds as many: check the column block_number");
        }
        rest.resize(0);
        for (int row = lastBlockAt; row < batch.size(); row++) {
            rest.add(batch.row(row));
        }
        int kept = lastBlockAt;
        store(kept, batch.blocks()[kept] - 1, source, load);
        System.arraycopy(positions, kept, positions, 0, rest.size());
        SwapBatch emptied = batch;
        batch = rest;
        rest = emptied;
        lastBlockAt = 0;
    }

    private void store(int rows, long last, RowSource source, BulkLoad load) {
        batch.resize(rows);
        try {
            load.append(new BlockRange(next, last), batch);
        } catch (HistoryException e) {
            throw e.row() < 0 ? e : e.at(source.place(positions[e.row()]) + " (block " + batch.blocks()[e.row()] + ")");
        }
        next = last + 1;
        report(source);
    }

    private void report(RowSource source) {
        progress.accept(new ImportProgress(read, source.progress(), Duration.ofNanos(System.nanoTime() - started)));
    }
}
