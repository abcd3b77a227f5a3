package weir.history.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.SwapStore.BulkLoad;

/** Removed and replaced blocks change atomically, and nothing else changes. */
class RemovalTest extends SwapStoreFixture {

    @Test
    void removedRangeIsAGapAndTheRestIsUnchanged() throws IOException {
        BlockRange all = new BlockRange(0, 100_000);
        BlockRange early = new BlockRange(0, rows.get(300).block());
        try (BulkLoad load = store.startLoad(POOL, "a file")) {
            load.append(early, batch(early));
            load.commit();
        }
        followChain(early.last() + 1, 5);
        BlockRange removed = new BlockRange(rows.get(200).block(), rows.get(700).block());
        int expected = inside(removed).size();
        assertEquals(expected, store.remove(POOL, removed));
        assertEquals(rows.size() - expected, read(all).size());
        assertEquals(List.of(), read(removed));
        assertEquals(List.of(removed), store.pool(POOL).orElseThrow().gaps());
        assertEquals(0, store.remove(POOL, removed));
        assertEquals(expected, store.append(POOL, all, batch(all)));
        assertEquals(rows, read(all));
        assertEquals(rows.size(), SwapStore.embedded(folder).remove(POOL, BlockRange.all()));
        assertEquals(Optional.empty(), store.pool(POOL));
        assertEquals(List.of(), store.pools());
        assertEquals(Set.of("lock"), fileNames());
        assertEquals(0, store.remove(POOL, BlockRange.all()));
        assertEquals(rows.size(), store.append(POOL, all, batch(all)));
        assertEquals(rows, read(all));
    }

    /** A crash right after the switch leaves the replaced files, in any combination. */
    @Test
    void replacedFilesThatACrashLeftAreIgnoredAndDeletedByTheNextWrite() throws IOException {
        BlockRange early = new BlockRange(0, rows.get(300).block());
        store.append(POOL, early, batch(early));
        store.remove(POOL, new BlockRange(0, 1_000));
        followChain(early.last() + 1, 50);
        Path directory = folder.resolve("8453-" + POOL.address());
        Path saved = Files.createDirectory(folder.resolve("saved"));
        for (String name : fileNames()) {
            // The switch gives the live file a number.
            Files.copy(directory.resolve(name), saved.resolve(name.replace("live", "00000004")));
        }
        BlockRange removed = new BlockRange(rows.get(100).block(), rows.get(500).block());
        store.remove(POOL, removed);
        List<SwapRow> rest = read(BlockRange.all());
        assertEquals(rows.size() - inside(removed).size(), rest.size());
        try (var files = Files.list(saved)) {
            for (Path file : files.filter(PoolDirectory::isSwapFile).toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
                assertEquals(rest, read(BlockRange.all()));
            }
        }
        Files.writeString(directory.resolve("replace.part"), "a killed process wrote this");
        assertEquals(
                4, fileNames().stream().filter(name -> name.endsWith(".swaps")).count() + 1);
        store.append(POOL, removed, batch(removed));
        assertEquals(rows, read(BlockRange.all()));
        assertEquals(Set.of("00000005.swaps", "live.swaps", "lock", "replace.part"), fileNames());
        assertEquals(inside(removed).size(), store.remove(POOL, removed));
        assertEquals(rest, read(BlockRange.all()));
    }

    @Test
    void replacementChangesOnlyItsBlocks() {
        BlockRange all = new BlockRange(0, 100_000);
        store.append(POOL, all, batch(all));
        BlockRange part = new BlockRange(rows.get(100).block(), rows.get(500).block());
        SwapBatch changed = batch(part);
        for (int i = 0; i < changed.size(); i++) {
            changed.timestamps()[i] += 7;
        }
        assertThrows(HistoryException.class, () -> store.append(POOL, part, changed));
        try (BulkLoad load = store.startReplacement(POOL, "a file")) {
            load.append(part, changed);
        }
        assertEquals(rows, read(all), "nothing changes before the commit");
        try (BulkLoad load = store.startReplacement(POOL, "a file")) {
            assertEquals(part.last(), load.lastBlock());
            load.commit();
        }
        List<SwapRow> read = read(all);
        assertEquals(rows.size(), read.size());
        for (int i = 0; i < rows.size(); i++) {
            long shift = part.contains(rows.get(i).block()) ? 7 : 0;
            assertEquals(rows.get(i).timestamp() + shift, read.get(i).timestamp());
        }
        assertEquals(List.of(), store.pool(POOL).orElseThrow().gaps());
    }

    @Test
    void runningScanIsUnaffectedByARemoval() {
        BlockRange all = new BlockRange(0, 100_000);
        store.append(POOL, all, batch(all));
        try (SwapCursor cursor = store.scan(POOL, all)) {
            store.remove(POOL, all);
            SwapBatch batch = new SwapBatch();
            assertTrue(cursor.next(batch));
            assertEquals(rows.get(0), batch.row(0));
        }
    }
}
