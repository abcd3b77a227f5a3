package weir.market.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.SwapBuilder;
import weir.history.BlockRange;
import weir.history.HistoryException;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.SwapStore.BulkLoad;
import weir.strategy.Swap;

class HistorySwapSourceTest {

    private static final String ADDRESS = "0x" + "ab".repeat(20);
    private static final PoolKey POOL = new PoolKey(8453, ADDRESS);

    private static List<Swap> day;

    @TempDir
    Path folder;

    private SwapStore store;
    private HistorySwapSource source;

    @BeforeAll
    static void generate() {
        day = randomSwaps(11, 9_000);
    }

    @BeforeEach
    void open() {
        store = SwapStore.embedded(folder);
        source = new HistorySwapSource(store, pool -> Optional.empty());
    }

    @Test
    void returnsNewestSwapsUpToBlock() {
        append(0, day.size());
        long first = day.get(0).blockNumber();
        long last = day.get(day.size() - 1).blockNumber();
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 60; i++) {
            long to = random.nextLong(first - 100, last + 1_000);
            long from = i % 3 == 0 ? 0 : to - random.nextInt(20_000);
            int limit = 1 + random.nextInt(i % 2 == 0 ? 50 : 10_000);
            List<Swap> expected = day.stream()
                    .filter(swap -> swap.blockNumber() >= from && swap.blockNumber() <= to)
                    .toList();
            assertEquals(
                    expected.subList(Math.max(0, expected.size() - limit), expected.size()),
                    source.swaps(8453, ADDRESS, from, to, limit),
                    from + " to " + to + ", " + limit);
        }
    }

    @Test
    void readsFurtherBackIfSwapsAreRare() {
        // Many swaps, then a long gap and one swap: the average density says nothing about the end.
        int crowd = wholeBlock(5_000);
        append(0, crowd);
        Swap late = day.get(crowd - 1);
        Swap alone = SwapBuilder.inBlock(late.blockNumber() + 3_000_000)
                .price(late.price())
                .liquidity(late.liquidity())
                .amounts(late.amount0(), late.amount1())
                .build();
        append(List.of(alone), late.blockNumber() + 1, alone.blockNumber());
        List<Swap> seen = source.swaps(8453, ADDRESS, 0, Long.MAX_VALUE, 100);
        assertEquals(100, seen.size());
        assertEquals(alone, seen.get(99));
        assertEquals(day.subList(crowd - 99, crowd), seen.subList(0, 99));
    }

    @Test
    void poolWithoutHistoryHasNoSwaps() {
        assertEquals(List.of(), source.swaps(8453, ADDRESS, 0, Long.MAX_VALUE, 10));
        assertTrue(Files.notExists(folder.resolve("8453-" + ADDRESS)), "a read creates no files");
        Result health = new HistoryHealth(store).execute();
        assertTrue(health.isOk() && health.toString().contains("no swaps are stored"), health.toString());
    }

    @Test
    void importBecomesVisibleAtCommit() {
        append(0, wholeBlock(1_000));
        Swap boundary = day.get(wholeBlock(1_000) - 1);
        try (BulkLoad load = store.startLoad(POOL, "test")) {
            load.append(
                    new BlockRange(
                            boundary.blockNumber() + 1, day.get(day.size() - 1).blockNumber()),
                    batch(day.stream()
                            .filter(swap -> swap.blockNumber() > boundary.blockNumber())
                            .toList()));
            assertEquals(boundary.blockNumber(), newestBlock(), "staged swaps are not visible");
            load.commit();
        }
        assertEquals(day.get(day.size() - 1).blockNumber(), newestBlock(), "visible to the next query");
    }

    @Test
    void readsConsistentlyWhileAnotherThreadAppends() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> writer = threads.submit(() -> {
                // Enough appends for the store to merge frames, so that files are replaced while they are read.
                for (int from = 0, to; from < 3_000; from = to) {
                    to = wholeBlock(from + 10);
                    append(from, to);
                }
            });
            int seen = 0;
            while (!writer.isDone() || seen == 0) {
                List<Swap> swaps = source.swaps(8453, ADDRESS, 0, Long.MAX_VALUE, 10_000);
                assertTrue(swaps.size() >= seen, "swaps read earlier are still there");
                assertEquals(day.subList(0, swaps.size()), swaps);
                seen = swaps.size();
            }
            writer.get();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void damagedStoreFailsReadAndHealthCheck() throws IOException {
        append(0, wholeBlock(100));
        try (Stream<Path> files = Files.list(folder.resolve("8453-" + ADDRESS))) {
            Path file = files.filter(path -> path.toString().endsWith(".swaps"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[20] ^= 1;
            Files.write(file, bytes);
        }
        assertThrows(HistoryException.class, () -> source.swaps(8453, ADDRESS, 0, Long.MAX_VALUE, 10));
        Result health = new HistoryHealth(store).execute();
        assertEquals(Result.Status.WARN, health.getStatus());
        assertTrue(health.toString().contains("strategies do not see stored swaps"), health.toString());
    }

    private static List<Swap> randomSwaps(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Swap> swaps = new ArrayList<>();
        long block = 10_000_000;
        int logIndex = 0;
        int tick = 0;
        while (swaps.size() < count) {
            boolean sameBlock = random.nextInt(3) == 0;
            logIndex = sameBlock ? logIndex + 1 : 0;
            block += sameBlock ? 0 : 1 + random.nextInt(6);
            boolean up = random.nextBoolean();
            tick += up ? 3 : -3;
            BigInteger amount = BigInteger.valueOf(1_000_000 + random.nextInt(1_000_000));
            swaps.add(SwapBuilder.inBlock(block)
                    .index(logIndex)
                    .tick(tick)
                    .liquidity(BigInteger.TEN.pow(18))
                    .amounts(up ? amount.negate() : amount, up ? amount : amount.negate())
                    .build());
        }
        return swaps;
    }

    private long newestBlock() {
        return source.swaps(8453, ADDRESS, 0, Long.MAX_VALUE, 1).get(0).blockNumber();
    }

    /** The first index from one on at which a block begins. */
    private static int wholeBlock(int from) {
        int index = from;
        while (index < day.size()
                && day.get(index).blockNumber() == day.get(index - 1).blockNumber()) {
            index++;
        }
        return index;
    }

    /** Swaps of the day by index, both at the beginning of a block; complete for all blocks from the last one before on. */
    private void append(int from, int to) {
        long first = from == 0 ? day.get(0).blockNumber() : day.get(from - 1).blockNumber() + 1;
        append(day.subList(from, to), first, day.get(to - 1).blockNumber());
    }

    private void append(List<Swap> swaps, long first, long last) {
        long begin = first;
        for (int from = 0; from < swaps.size(); ) {
            int to = Math.min(swaps.size(), from + SwapBatch.CAPACITY);
            while (to < swaps.size()
                    && swaps.get(to).blockNumber() == swaps.get(to - 1).blockNumber()) {
                to--;
            }
            long end = to == swaps.size() ? last : swaps.get(to - 1).blockNumber();
            store.append(POOL, new BlockRange(begin, end), batch(swaps.subList(from, to)));
            begin = end + 1;
            from = to;
        }
    }

    private static SwapBatch batch(List<Swap> swaps) {
        SwapBatch batch = new SwapBatch();
        swaps.forEach(swap -> batch.add(new SwapRow(
                swap.blockNumber(),
                swap.logIndex(),
                swap.price().sqrtPriceX96(),
                swap.price().tick(),
                swap.liquidity(),
                swap.amount0(),
                swap.amount1(),
                null,
                SwapRow.UNKNOWN_TIME)));
        return batch;
    }
}
