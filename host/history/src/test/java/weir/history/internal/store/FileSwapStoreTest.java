package weir.history.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.history.BlockRange;
import weir.history.BulkLoad;
import weir.history.GeneratedSwaps;
import weir.history.HistoryException;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.SwapStores;

/** The embedded store: what goes in comes out, once, in order, with its gaps. */
class FileSwapStoreTest {

    private static final PoolKey POOL = new PoolKey(8453, "0x" + "1a".repeat(20));

    @TempDir
    private Path folder;

    private SwapStore store;
    private final List<SwapRow> rows = new ArrayList<>();

    @BeforeEach
    void open() {
        store = SwapStores.embedded(folder);
        GeneratedSwaps swaps = new GeneratedSwaps(11);
        for (int i = 0; i < 1_200; i++) {
            rows.add(swaps.next());
        }
    }

    @Test
    void emptyStoreHasNoPools() {
        assertEquals(List.of(), store.pools());
        assertEquals(Optional.empty(), store.pool(POOL));
        assertEquals(List.of(), read(BlockRange.all()));
    }

    @Test
    void scanReturnsChainOrderWhateverTheAppendOrder() {
        long middle = rows.get(600).block();
        BlockRange late = new BlockRange(middle, middle + 10_000);
        BlockRange early = new BlockRange(0, middle - 1);
        assertEquals(inside(late).size(), store.append(POOL, late, batch(late)));
        assertEquals(inside(early).size(), store.append(POOL, early, batch(early)));
        assertEquals(rows, read(BlockRange.all()));
        PoolInfo info = store.pool(POOL).orElseThrow();
        assertEquals(List.of(new BlockRange(0, middle + 10_000)), info.covered());
        assertEquals(1_200, info.rows());
        assertFalse(info.isApproximate());
        assertEquals(List.of(info), store.pools());
    }

    @Test
    void scanReturnsExactlyTheRequestedRange() {
        followChain(rows.get(0).block(), 37);
        for (int i = 0; i < rows.size(); i += 97) {
            BlockRange blocks = new BlockRange(
                    rows.get(i).block(),
                    rows.get(Math.min(rows.size() - 1, i + 400)).block());
            assertEquals(inside(blocks), read(blocks));
        }
    }

    @Test
    void manySmallAppendsAreCompacted() {
        followChain(rows.get(0).block(), 2);
        assertEquals(rows, read(BlockRange.all()));
        assertTrue(store.pool(POOL).orElseThrow().bytes() < 1_200 * 120, "frames were joined");
        assertEquals(1, store.pool(POOL).orElseThrow().covered().size());
    }

    @Test
    void repeatedAppendAddsNothing() {
        BlockRange all = new BlockRange(0, 100_000);
        assertEquals(1_200, store.append(POOL, all, batch(all)));
        assertEquals(0, store.append(POOL, all, batch(all)));
        BlockRange part = new BlockRange(rows.get(5).block(), rows.get(700).block());
        assertEquals(0, store.append(POOL, part, batch(part)));
        assertEquals(rows, read(BlockRange.all()));
    }

    @Test
    void overlappingAppendAddsOnlyNewRows() {
        BlockRange middle = new BlockRange(rows.get(400).block(), rows.get(800).block());
        store.append(POOL, middle, batch(middle));
        BlockRange all = new BlockRange(0, 100_000);
        assertEquals(1_200 - inside(middle).size(), store.append(POOL, all, batch(all)));
        assertEquals(rows, read(BlockRange.all()));
    }

    @Test
    void contradictingRowsAreRejectedWithTheirPlace() {
        BlockRange all = new BlockRange(0, 100_000);
        store.append(POOL, all, batch(all));
        SwapRow missing = rows.remove(500);
        HistoryException less = assertThrows(HistoryException.class, () -> store.append(POOL, all, batch(all)));
        assertTrue(less.getMessage().contains("block " + missing.block()), less::getMessage);
        rows.add(500, missing);
        assertEquals(rows, read(BlockRange.all()));
    }

    @Test
    void gapsAreReported() {
        BlockRange first = new BlockRange(1_000, 1_100);
        BlockRange second = new BlockRange(1_201, 1_300);
        store.append(POOL, first, batch(first));
        store.append(POOL, second, batch(second));
        PoolInfo info = store.pool(POOL).orElseThrow();
        assertEquals(List.of(new BlockRange(1_101, 1_200)), info.gaps());
        assertEquals(1_000, info.firstBlock());
        assertEquals(1_300, info.lastBlock());
    }

    @Test
    void bulkLoadBecomesVisibleOnCommitAndCanBeResumed() {
        BlockRange first = new BlockRange(0, rows.get(400).block());
        BlockRange second = new BlockRange(first.last() + 1, 100_000);
        try (BulkLoad load = store.load(POOL, "a file")) {
            assertEquals(-1, load.lastBlock());
            load.append(first, batch(first));
        }
        assertEquals(Optional.empty(), store.pool(POOL));
        try (BulkLoad other = store.load(POOL, "another file")) {
            assertEquals(-1, other.lastBlock());
            other.discard();
        }
        try (BulkLoad load = store.load(POOL, "a file")) {
            assertEquals(first.last(), load.lastBlock());
            long aside = load.rows();
            load.append(first, batch(first));
            assertEquals(aside, load.rows());
            load.append(second, batch(second));
            assertEquals(List.of(), read(BlockRange.all()));
            load.commit();
        }
        assertEquals(rows, read(BlockRange.all()));
        try (BulkLoad again = store.load(POOL, "a file")) {
            again.append(first, batch(first));
            assertEquals(0, again.rows());
            again.commit();
        }
        assertEquals(rows, read(BlockRange.all()));
    }

    @Test
    void bulkLoadOfBlocksStoredMeanwhileIsRejected() {
        BlockRange all = new BlockRange(0, 100_000);
        try (BulkLoad load = store.load(POOL, "a file")) {
            load.append(all, batch(all));
            store.append(POOL, all, batch(all));
            HistoryException e = assertThrows(HistoryException.class, load::commit);
            assertTrue(e.getMessage().contains("during the import"), e::getMessage);
        }
        assertEquals(rows, read(BlockRange.all()));
    }

    @Test
    void secondBulkLoadOfASourceIsRejected() {
        try (BulkLoad load = store.load(POOL, "a file")) {
            SwapStore second = SwapStores.embedded(folder);
            assertThrows(HistoryException.class, () -> second.load(POOL, "a file"));
            load.discard();
        }
    }

    @Test
    void concurrentWritersExcludeEachOther() throws Exception {
        List<Thread> writers = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        long end = rows.get(rows.size() - 1).block();
        for (int writer = 0; writer < 3; writer++) {
            // Each thread has its own store object and the same ranges; the second one finds them stored.
            SwapStore own = SwapStores.embedded(folder);
            Thread thread = new Thread(() -> {
                for (long block = 0; block <= end; block += 97) {
                    BlockRange range = new BlockRange(block, block + 96);
                    own.append(POOL, range, batch(range));
                }
            });
            thread.setUncaughtExceptionHandler((dead, failure) -> failures.add(failure));
            writers.add(thread);
            thread.start();
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertEquals(List.of(), failures);
        assertEquals(rows, read(BlockRange.all()));
    }

    @Test
    void missingLogIndexIsReplacedByTheOrderInTheBlock() {
        BlockRange all = new BlockRange(0, 100_000);
        store.append(POOL, all, batch(all));
        SwapBatch counted = new SwapBatch();
        for (SwapRow row : rows) {
            counted.add(row);
            int i = counted.size() - 1;
            boolean sameBlock = i > 0 && counted.blocks()[i - 1] == row.block();
            counted.logIndexes()[i] = sameBlock ? counted.logIndexes()[i - 1] + 1 : 0;
        }
        assertEquals(0, store.append(POOL, all, counted));
        assertEquals(rows, read(BlockRange.all()));
    }

    @Test
    void runningScanIsUnaffectedByWriters() {
        BlockRange first = new BlockRange(0, rows.get(400).block());
        store.append(POOL, first, batch(first));
        List<SwapRow> seen = new ArrayList<>();
        try (SwapCursor cursor = store.scan(POOL, BlockRange.all())) {
            followChain(first.last() + 1, 3);
            SwapBatch batch = new SwapBatch();
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    seen.add(batch.row(i));
                }
            }
        }
        assertEquals(inside(first), seen);
        assertEquals(rows, read(BlockRange.all()));
    }

    /** Appends as a follower of the chain would: some blocks at a time, most of them without a swap. */
    private void followChain(long from, int blocks) {
        long last = rows.get(rows.size() - 1).block();
        for (long block = from; block <= last; block += blocks) {
            BlockRange range = new BlockRange(block, block + blocks - 1);
            store.append(POOL, range, batch(range));
        }
    }

    private List<SwapRow> inside(BlockRange blocks) {
        return rows.stream().filter(row -> blocks.contains(row.block())).toList();
    }

    private SwapBatch batch(BlockRange blocks) {
        SwapBatch batch = new SwapBatch();
        inside(blocks).forEach(batch::add);
        return batch;
    }

    private List<SwapRow> read(BlockRange blocks) {
        List<SwapRow> read = new ArrayList<>();
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = store.scan(POOL, blocks)) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    read.add(batch.row(i));
                }
            }
        }
        return read;
    }
}
