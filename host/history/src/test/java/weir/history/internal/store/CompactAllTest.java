package weir.history.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.history.BlockRange;
import weir.history.GeneratedSwaps;
import weir.history.PoolEvent;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory.EventCursor;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.SwapStore.BulkLoad;

/** Files whose bytes depend on their content alone. */
class CompactAllTest {

    private static final PoolKey POOL = new PoolKey(8453, "0x" + "3c".repeat(20));
    private static final int SWAPS = 30_000;

    @TempDir
    private Path folder;

    private final List<SwapRow> swaps = new ArrayList<>();
    private final List<PoolEvent> events = new ArrayList<>();

    CompactAllTest() {
        GeneratedSwaps generated = new GeneratedSwaps(5);
        for (int i = 0; i < SWAPS; i++) {
            SwapRow swap = generated.next();
            swaps.add(swap);
            if (i % 3 == 0) {
                events.add(new PoolEvent.CollectProtocol(
                        new PoolEvent.Place(swap.block(), 1_000_000 + i, swap.txHash(), swap.timestamp()),
                        BigInteger.valueOf(i),
                        BigInteger.TEN));
            }
        }
    }

    @Test
    void bytesDoNotDependOnTheAdditions() throws IOException {
        Map<String, String> expected = null;
        int[] blocks = {7_000, 300, 2_500};
        for (int run = 0; run < blocks.length; run++) {
            Path directory = folder.resolve("run" + run);
            List<BlockRange> ranges = ranges(blocks[run], run);
            try (SwapStore store = SwapStore.embedded(directory)) {
                for (BlockRange range : ranges) {
                    append(store, range);
                    // Compacted in between, as by an earlier fetch.
                    if (range.first() % 5 == run) {
                        store.compact(POOL);
                    }
                }
                store.compact(POOL);
                store.compact(POOL);
                assertContent(store);
            }
            Map<String, String> bytes = bytes(directory.resolve("8453-" + POOL.address()));
            expected = expected == null ? bytes : expected;
            assertEquals(expected.keySet(), bytes.keySet());
            assertEquals(expected, bytes);
        }
        assertEquals("[00000001.swaps]", expected.keySet().toString());
    }

    @Test
    void bytesDoNotDependOnAnImport() throws IOException {
        List<BlockRange> ranges = new ArrayList<>(ranges(4_000, 1));
        ranges.sort(Comparator.comparingLong(BlockRange::first));
        try (SwapStore store = SwapStore.embedded(folder.resolve("appended"))) {
            ranges.forEach(range -> append(store, range));
            store.compact(POOL);
        }
        try (SwapStore store = SwapStore.embedded(folder.resolve("imported"));
                BulkLoad load = store.startLoad(POOL, "a file")) {
            ranges.forEach(range -> load.append(range, swapsIn(range), eventsIn(range)));
            load.commit();
            store.compact(POOL);
            assertContent(store);
        }
        String pool = "8453-" + POOL.address();
        assertEquals(
                bytes(folder.resolve("appended").resolve(pool)),
                bytes(folder.resolve("imported").resolve(pool)));
    }

    @Test
    void additionsAfterwardsAreStored() throws IOException {
        try (SwapStore store = SwapStore.embedded(folder)) {
            List<BlockRange> ranges = ranges(4_000, 1);
            append(store, ranges.get(0));
            store.compact(POOL);
            for (BlockRange range : ranges.subList(1, ranges.size())) {
                append(store, range);
            }
            assertContent(store);
            assertEquals(SWAPS, store.pool(POOL).orElseThrow().rows());
        }
    }

    @Test
    void poolWithoutHistoryStaysWithoutFiles() {
        try (SwapStore store = SwapStore.embedded(folder)) {
            store.compact(POOL);
            assertTrue(store.pools().isEmpty());
        }
    }

    /** Divides all blocks into ranges of a random size and order. */
    private List<BlockRange> ranges(int maxBlocks, int seed) {
        Random random = new Random(seed);
        List<BlockRange> ranges = new ArrayList<>();
        long last = swaps.get(SWAPS - 1).block() + 10;
        for (long first = 900; first <= last; ) {
            long end = Math.min(last, first + 1 + random.nextInt(maxBlocks));
            ranges.add(new BlockRange(first, end));
            first = end + 1;
        }
        java.util.Collections.shuffle(ranges, random);
        return ranges;
    }

    private void append(SwapStore store, BlockRange range) {
        store.append(POOL, range, swapsIn(range), eventsIn(range));
    }

    private SwapBatch swapsIn(BlockRange range) {
        SwapBatch batch = new SwapBatch();
        swaps.stream().filter(swap -> range.contains(swap.block())).forEach(batch::add);
        return batch;
    }

    private List<PoolEvent> eventsIn(BlockRange range) {
        return events.stream().filter(event -> range.contains(event.block())).toList();
    }

    private void assertContent(SwapStore store) {
        List<SwapRow> rows = new ArrayList<>();
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = store.scan(POOL, BlockRange.all())) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    rows.add(batch.row(i));
                }
            }
        }
        assertEquals(swaps, rows);
        List<PoolEvent> stored = new ArrayList<>();
        try (EventCursor cursor = store.scanEvents(POOL, BlockRange.all())) {
            for (List<PoolEvent> next = cursor.next(); !next.isEmpty(); next = cursor.next()) {
                stored.addAll(next);
            }
        }
        assertEquals(events, stored);
        PoolInfo info = store.pool(POOL).orElseThrow();
        assertEquals(List.of(new BlockRange(900, swaps.get(SWAPS - 1).block() + 10)), info.covered());
        assertEquals(info.covered(), info.eventBlocks());
    }

    private static Map<String, String> bytes(Path directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(directory)) {
            for (Path path : paths.filter(each -> !each.endsWith("lock")).toList()) {
                files.put(path.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(path)));
            }
        }
        return files;
    }
}
