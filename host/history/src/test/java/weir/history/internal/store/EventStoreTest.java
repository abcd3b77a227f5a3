package weir.history.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.history.BlockRange;
import weir.history.EventVectors;
import weir.history.GeneratedSwaps;
import weir.history.HistoryException;
import weir.history.PoolEvent;
import weir.history.PoolEvent.Burn;
import weir.history.PoolEvent.Mint;
import weir.history.PoolEvent.Place;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapHistory.EventCursor;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.SwapStore.BulkLoad;
import weir.vectors.Recorded;

class EventStoreTest {

    private static final PoolKey POOL = new PoolKey(8453, "0x" + "3c".repeat(20));
    private static final String OWNER = "0x" + "ab".repeat(20);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"decoded-uniswap-v3.csv", "decoded-slipstream.csv"})
    void recordedEventsAreReadAsTheyWereStored(String name) throws Exception {
        EventVectors recorded = EventVectors.read(Recorded.VECTORS.file("evm/" + name));
        SwapStore store = SwapStore.embedded(folder);
        int added = store.append(
                POOL, recorded.blocks(), recorded.batch(BlockRange.all()), recorded.events(BlockRange.all()));
        assertEquals(recorded.swaps().size() + recorded.events().size(), added);
        assertEquals(recorded.swaps(), swaps(store, BlockRange.all()));
        assertEquals(recorded.events(), events(store, BlockRange.all()));
        PoolInfo info = store.pool(POOL).orElseThrow();
        assertEquals(recorded.events().size(), info.events());
        assertEquals(List.of(recorded.blocks()), info.eventBlocks());
    }

    @Test
    void appendsBlockByBlockGiveTheSameEventsAsOneAppend() throws Exception {
        EventVectors recorded = EventVectors.read(Recorded.VECTORS.file("evm/decoded-uniswap-v3.csv"));
        SwapStore store = SwapStore.embedded(folder);
        for (long block = recorded.blocks().first(); block <= recorded.blocks().last(); block++) {
            BlockRange one = new BlockRange(block, block);
            store.append(POOL, one, recorded.batch(one), recorded.events(one));
        }
        assertEquals(recorded.events(), events(store, BlockRange.all()));
        assertEquals(List.of(recorded.blocks()), store.pool(POOL).orElseThrow().eventBlocks());
        BlockRange some =
                new BlockRange(recorded.blocks().first() + 3, recorded.blocks().first() + 40);
        assertEquals(recorded.events(some), events(store, some));
    }

    @Test
    void compactionKeepsEvents() {
        SwapStore store = SwapStore.embedded(folder);
        List<PoolEvent> expected = new ArrayList<>();
        for (long block = 0; block < PoolDirectory.FRAMES_PER_COMPACTION + 10; block++) {
            List<PoolEvent> events = block % 3 == 0 ? List.of(mint(block, 1), burn(block, 2)) : List.of();
            expected.addAll(events);
            store.append(POOL, new BlockRange(block, block), new SwapBatch(), events);
        }
        assertEquals(expected, events(store, BlockRange.all()));
        long bytes = store.pool(POOL).orElseThrow().bytes();
        assertTrue(bytes < 20_000, "small frames were joined: " + bytes + " bytes");
    }

    @Test
    void eventsAreAddedToSwapsThatWereStoredWithoutThem() {
        SwapStore store = SwapStore.embedded(folder);
        BlockRange blocks = new BlockRange(1_000, 1_100);
        SwapBatch swaps = generated(blocks);
        store.append(POOL, blocks, swaps);
        assertEquals(List.of(), store.pool(POOL).orElseThrow().eventBlocks());
        assertEquals(1, store.append(POOL, blocks, swaps, List.of(mint(1_050, 500))));
        assertEquals(0, store.append(POOL, blocks, swaps, List.of(mint(1_050, 500))), "a repeated append adds nothing");
        assertEquals(0, store.append(POOL, blocks, swaps), "swaps alone do not contradict the events");
        assertEquals(List.of(mint(1_050, 500)), events(store, blocks));
        assertEquals(List.of(blocks), store.pool(POOL).orElseThrow().eventBlocks());
    }

    @Test
    void otherEventsForStoredBlocksAreRejectedAndNothingIsAdded() {
        SwapStore store = SwapStore.embedded(folder);
        store.append(POOL, new BlockRange(10, 20), new SwapBatch(), List.of(mint(12, 1)));
        for (List<PoolEvent> other : List.of(
                List.<PoolEvent>of(),
                List.<PoolEvent>of(burn(12, 1)),
                List.<PoolEvent>of(mint(12, 2)),
                List.<PoolEvent>of(mint(12, 1), mint(12, 2)))) {
            HistoryException e = assertThrows(
                    HistoryException.class,
                    () -> store.append(POOL, new BlockRange(15, 30), new SwapBatch(), List.of(mint(14, 1))));
            assertTrue(e.getMessage().contains("outside 15 to 30"), e.getMessage());
            e = assertThrows(
                    HistoryException.class, () -> store.append(POOL, new BlockRange(10, 30), new SwapBatch(), other));
            assertTrue(e.getMessage().contains("event at block 12 log index"), e.getMessage());
            assertTrue(e.getMessage().contains("weir history replace"), e.getMessage());
        }
        assertEquals(20, store.pool(POOL).orElseThrow().lastBlock());
    }

    @Test
    void unknownTimeHashAndOwnerEqualAny() {
        SwapStore store = SwapStore.embedded(folder);
        BlockRange blocks = new BlockRange(10, 20);
        store.append(POOL, blocks, new SwapBatch(), List.of(mint(12, 1)));
        Mint known = (Mint) mint(12, 1);
        Mint unknown = new Mint(
                new Place(12, 1, null, SwapRow.UNKNOWN_TIME),
                null,
                -60,
                120,
                known.liquidity(),
                BigInteger.TWO,
                BigInteger.TEN);
        assertEquals(0, store.append(POOL, blocks, new SwapBatch(), List.of(unknown)));
    }

    @Test
    void removalCoversEvents() {
        SwapStore store = SwapStore.embedded(folder);
        BlockRange blocks = new BlockRange(1_000, 1_100);
        SwapBatch swaps = generated(blocks);
        store.append(POOL, blocks, swaps, List.of(mint(1_005, 500), mint(1_050, 500), burn(1_090, 500)));
        store.remove(POOL, new BlockRange(1_040, 1_060));
        assertEquals(List.of(mint(1_005, 500), burn(1_090, 500)), events(store, BlockRange.all()));
        assertEquals(
                List.of(new BlockRange(1_000, 1_039), new BlockRange(1_061, 1_100)),
                store.pool(POOL).orElseThrow().eventBlocks());
        store.remove(POOL, BlockRange.all());
        assertEquals(List.of(), store.pools());
    }

    @Test
    void bulkLoadPublishesSwapsAndEventsTogetherAndResumes() {
        SwapStore store = SwapStore.embedded(folder);
        BlockRange first = new BlockRange(1_000, 1_100);
        BlockRange second = new BlockRange(1_101, 1_200);
        SwapBatch swaps = generated(first);
        try (BulkLoad load = store.startLoad(POOL, "source")) {
            load.append(first, swaps, List.of(mint(1_050, 500)));
        }
        assertEquals(List.of(), events(store, BlockRange.all()), "staged events are invisible");
        try (BulkLoad load = store.startLoad(POOL, "source")) {
            assertEquals(1_100, load.lastBlock());
            assertEquals(1, load.events());
            load.append(second, new SwapBatch(), List.of(burn(1_150, 1)));
            load.commit();
        }
        assertEquals(List.of(mint(1_050, 500), burn(1_150, 1)), events(store, BlockRange.all()));
        assertEquals(swaps.size(), swaps(store, BlockRange.all()).size());
        assertEquals(
                List.of(new BlockRange(1_000, 1_200)),
                store.pool(POOL).orElseThrow().eventBlocks());
    }

    @Test
    void replacementReplacesEventsOrLeavesTheBlocksWithoutThem() {
        SwapStore store = SwapStore.embedded(folder);
        BlockRange blocks = new BlockRange(1_000, 1_100);
        SwapBatch swaps = generated(blocks);
        store.append(POOL, blocks, swaps, List.of(mint(1_050, 500)));
        try (BulkLoad load = store.startReplacement(POOL, "source")) {
            load.append(new BlockRange(1_000, 1_100), swaps, List.of(burn(1_060, 500)));
            load.commit();
        }
        assertEquals(List.of(burn(1_060, 500)), events(store, BlockRange.all()));
        try (BulkLoad load = store.startReplacement(POOL, "source")) {
            load.append(new BlockRange(1_000, 1_100), swaps);
            load.commit();
        }
        assertEquals(List.of(), store.pool(POOL).orElseThrow().eventBlocks());
        assertEquals(swaps.size(), store.pool(POOL).orElseThrow().rows());
    }

    /** The file was written by Weir 0.2.0, before events existed. */
    @Test
    void historyOfAnEarlierVersionIsReadAndContinued() throws Exception {
        PoolKey pool = new PoolKey(1, POOL.address());
        Path directory = Files.createDirectories(folder.resolve("1-" + pool.address()));
        try (InputStream old = EventStoreTest.class.getResourceAsStream("written-by-0.2.swaps")) {
            Files.copy(old, directory.resolve("live.swaps"));
        }
        SwapStore store = SwapStore.embedded(folder);
        PoolInfo info = store.pool(pool).orElseThrow();
        assertEquals(List.of(), info.eventBlocks());
        BlockRange next = new BlockRange(info.lastBlock() + 1, info.lastBlock() + 10);
        store.append(pool, next, new SwapBatch(), List.of(mint(next.first(), 1)));
        GeneratedSwaps written = new GeneratedSwaps(77);
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = store.scan(pool, BlockRange.all())) {
            assertTrue(cursor.next(batch));
        }
        assertEquals(info.rows(), batch.size());
        for (int i = 0; i < batch.size(); i++) {
            assertEquals(written.next(), batch.row(i));
        }
        assertEquals(List.of(next), store.pool(pool).orElseThrow().eventBlocks());
    }

    @Test
    void onlyFilesWithEventsHaveTheNewVersion() throws Exception {
        SwapStore store = SwapStore.embedded(folder);
        BlockRange blocks = new BlockRange(1_000, 1_100);
        store.append(POOL, blocks, generated(blocks));
        Path live = folder.resolve("8453-" + POOL.address()).resolve("live.swaps");
        assertEquals("WEIRSWP1", magic(live));
        store.append(POOL, new BlockRange(1_101, 1_110), new SwapBatch(), List.of());
        assertEquals("WEIRSWP2", magic(live));
        byte[] bytes = Files.readAllBytes(live);
        bytes[7] = '3';
        Files.write(live, withChecksum(bytes));
        HistoryException e = assertThrows(HistoryException.class, () -> store.pool(POOL));
        assertTrue(e.getMessage().contains("version 3") && e.getMessage().contains("newer version"), e.getMessage());
    }

    private static byte[] withChecksum(byte[] file) {
        CRC32C crc = new CRC32C();
        crc.update(file, 0, 48);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(48, (int) crc.getValue());
        return file;
    }

    private static String magic(Path file) throws Exception {
        return new String(Files.readAllBytes(file), 0, 8, StandardCharsets.US_ASCII);
    }

    private static SwapBatch generated(BlockRange blocks) {
        GeneratedSwaps source = new GeneratedSwaps(5);
        SwapBatch batch = new SwapBatch();
        for (SwapRow row = source.next(); row.block() <= blocks.last(); row = source.next()) {
            batch.add(row);
        }
        return batch;
    }

    private static PoolEvent mint(long block, int logIndex) {
        return new Mint(
                place(block, logIndex), OWNER, -60, 120, BigInteger.valueOf(7_000_000), BigInteger.TWO, BigInteger.TEN);
    }

    private static PoolEvent burn(long block, int logIndex) {
        return new Burn(
                place(block, logIndex), OWNER, -60, 120, BigInteger.valueOf(7_000_000), BigInteger.TWO, BigInteger.TEN);
    }

    private static Place place(long block, int logIndex) {
        return new Place(block, logIndex, String.format("0x%064x", block + 1), 1_700_000_000 + 2 * block);
    }

    private static List<PoolEvent> events(SwapStore store, BlockRange blocks) {
        List<PoolEvent> events = new ArrayList<>();
        try (EventCursor cursor = store.scanEvents(POOL, blocks)) {
            for (List<PoolEvent> batch = cursor.next(); !batch.isEmpty(); batch = cursor.next()) {
                events.addAll(batch);
            }
        }
        return events;
    }

    private static List<SwapRow> swaps(SwapStore store, BlockRange blocks) {
        List<SwapRow> rows = new ArrayList<>();
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor = store.scan(POOL, blocks)) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    rows.add(batch.row(i));
                }
            }
        }
        return rows;
    }
}
