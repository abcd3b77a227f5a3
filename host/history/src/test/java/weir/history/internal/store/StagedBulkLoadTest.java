package weir.history.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.SwapStore;
import weir.history.SwapStore.BulkLoad;

/** Bulk loads are invisible until their commit, are resumed, and exclude each other. */
class StagedBulkLoadTest extends SwapStoreFixture {

    @Test
    void bulkLoadBecomesVisibleOnCommitAndCanBeResumed() {
        BlockRange first = new BlockRange(0, rows.get(400).block());
        BlockRange second = new BlockRange(first.last() + 1, 100_000);
        try (BulkLoad load = store.startLoad(POOL, "a file")) {
            assertEquals(-1, load.lastBlock());
            load.append(first, batch(first));
        }
        assertEquals(Optional.empty(), store.pool(POOL));
        try (BulkLoad other = store.startLoad(POOL, "another file")) {
            assertEquals(-1, other.lastBlock());
            other.discard();
        }
        try (BulkLoad load = store.startLoad(POOL, "a file")) {
            assertEquals(first.last(), load.lastBlock());
            long aside = load.rows();
            load.append(first, batch(first));
            assertEquals(aside, load.rows());
            load.append(second, batch(second));
            assertEquals(List.of(), read(BlockRange.all()));
            load.commit();
        }
        assertEquals(rows, read(BlockRange.all()));
        try (BulkLoad again = store.startLoad(POOL, "a file")) {
            again.append(first, batch(first));
            assertEquals(0, again.rows());
            again.commit();
        }
        assertEquals(rows, read(BlockRange.all()));
    }

    @Test
    void bulkLoadOfBlocksStoredMeanwhileIsRejected() {
        BlockRange all = new BlockRange(0, 100_000);
        try (BulkLoad load = store.startLoad(POOL, "a file")) {
            load.append(all, batch(all));
            store.append(POOL, all, batch(all));
            HistoryException e = assertThrows(HistoryException.class, load::commit);
            assertTrue(e.getMessage().contains("during the import"), e::getMessage);
        }
        assertEquals(rows, read(BlockRange.all()));
    }

    @Test
    void secondBulkLoadOfASourceIsRejected() {
        try (BulkLoad load = store.startLoad(POOL, "a file")) {
            SwapStore second = SwapStore.embedded(folder);
            assertThrows(HistoryException.class, () -> second.startLoad(POOL, "a file"));
            load.discard();
        }
    }

    @Test
    void removalCancelsARunningLoad() {
        BlockRange early = new BlockRange(0, rows.get(300).block());
        store.append(POOL, early, batch(early));
        BlockRange all = new BlockRange(0, 100_000);
        try (BulkLoad load = store.startLoad(POOL, "a file")) {
            load.append(all, batch(all));
            store.remove(POOL, early);
            HistoryException e = assertThrows(HistoryException.class, load::commit);
            assertTrue(e.getMessage().contains("during the import"), e::getMessage);
        }
        assertEquals(List.of(), read(all));
    }

    /** A load that opens while swaps are removed must be compared with the new history. */
    @Test
    void loadOpensOnlyWhileNoOtherWriterChangesTheHistory() throws Exception {
        BlockRange all = new BlockRange(0, 100_000);
        store.append(POOL, all, batch(all));
        PoolDirectory directory = new PoolDirectory(folder.resolve("8453-" + POOL.address()), POOL);
        Thread importing = new Thread(() -> {
            try (BulkLoad load = store.startLoad(POOL, "a file")) {
                load.append(all, batch(all));
                load.commit();
            }
        });
        directory.withLock(stored -> {
            importing.start();
            while (importing.isAlive() && importing.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertTrue(importing.isAlive(), "the load waits for the lock");
            // What a removal does at last.
            Files.delete(directory.path().resolve("live.swaps"));
            return null;
        });
        importing.join();
        assertEquals(rows, read(all));
    }
}
