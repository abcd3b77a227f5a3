package weir.history.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;

/** The embedded store returns what was appended, once, in chain order, with its gaps. */
class FileSwapStoreTest extends SwapStoreFixture {

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
        assertEquals(List.of(POOL), store.pools());
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
    void concurrentWritersExcludeEachOther() throws Exception {
        List<Thread> writers = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        long end = rows.get(rows.size() - 1).block();
        for (int writer = 0; writer < 3; writer++) {
            // Each thread has its own store object and the same ranges; the second one finds them stored.
            SwapStore own = SwapStore.embedded(folder);
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

    @Test
    void everyColumnOfAKnownRowIsCompared() {
        BlockRange all = new BlockRange(0, 100_000);
        store.append(POOL, all, batch(all));
        for (String column : List.of("log_index", "liquidity", "amount0", "tx_hash", "timestamp")) {
            SwapBatch batch = batch(all);
            int row = 700;
            switch (column) {
                case "log_index" -> batch.logIndexes()[row] += 1;
                case "liquidity" -> batch.liquidity().limb(0)[row] ^= 1;
                case "amount0" -> batch.amounts0().limb(0)[row] ^= 2;
                case "tx_hash" -> batch.txHashes()[row * SwapBatch.HASH_BYTES] ^= 1;
                default -> batch.timestamps()[row] += 1;
            }
            HistoryException e = assertThrows(HistoryException.class, () -> store.append(POOL, all, batch), column);
            assertTrue(e.getMessage().contains("is stored with another " + column), e::getMessage);
            assertTrue(e.getMessage().contains("weir history replace"), e::getMessage);
            assertEquals(row, e.row());
        }
        SwapBatch unknown = batch(all);
        java.util.Arrays.fill(unknown.timestamps(), SwapRow.UNKNOWN_TIME);
        java.util.Arrays.fill(unknown.txHashes(), (byte) 0);
        assertEquals(0, store.append(POOL, all, unknown));
        assertEquals(rows, read(all));
    }

    @Test
    void foreignAndDamagedEntriesDoNotHideTheOtherPools() throws IOException {
        BlockRange all = new BlockRange(0, 100_000);
        store.append(POOL, all, batch(all));
        Path directory = folder.resolve("8453-" + POOL.address());
        Files.writeString(directory.resolve("._live.swaps"), "of another system");
        Files.writeString(directory.resolve("copy of live.swaps"), "by hand");
        Files.createDirectory(folder.resolve("8453-0x12"));
        Files.createDirectory(folder.resolve(directory.getFileName() + " copy"));
        Files.createDirectory(folder.resolve("._" + directory.getFileName()));
        Files.createDirectory(folder.resolve("1-0x" + "ab".repeat(20)));
        PoolKey damaged = new PoolKey(1, POOL.address());
        Path other = Files.createDirectory(folder.resolve("1-" + POOL.address()));
        Files.writeString(other.resolve("00000001.swaps"), "damaged");
        for (SwapStore each : List.of(store, SwapStore.embedded(folder))) {
            assertEquals(List.of(damaged, POOL), each.pools());
            assertEquals(1_200, each.pool(POOL).orElseThrow().rows());
            assertThrows(HistoryException.class, () -> each.pool(damaged));
        }
        assertEquals(rows, read(all));
    }

    @Test
    void unreadableHistoryIsNotAnEmptyOne() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        HistoryException e = assertThrows(
                HistoryException.class, () -> SwapStore.embedded(file).pools());
        assertTrue(e.getMessage().contains("cannot read " + file), e::getMessage);
        assertThrows(HistoryException.class, () -> SwapStore.embedded(file.resolve("sub"))
                .pools());
    }
}
