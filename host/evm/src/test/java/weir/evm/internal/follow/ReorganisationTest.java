package weir.evm.internal.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.evm.internal.rpc.BlockHeader;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.RecentEvents.Snapshot;
import weir.history.SwapBatch;
import weir.history.SwapHistory.EventCursor;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;

/** Follows a chain that reorganises at random, with a real store. */
class ReorganisationTest {

    private static final PoolKey POOL = new PoolKey(8453, "0x" + "ab".repeat(20));
    private static final PoolKey OTHER_POOL = new PoolKey(8453, "0x" + "cd".repeat(20));
    private static final int MAX_DEPTH = 20;

    @TempDir
    Path folder;

    private SwapStore store;
    private final HeadFollower follower = new HeadFollower(8453);
    private final AtomicLong seconds = new AtomicLong(1_700_000_000);
    private SimulatedChain chain;
    private SplittableRandom random;
    private LiveHistory live;

    @BeforeEach
    void open() {
        store = SwapStore.embedded(folder);
    }

    private void start(long seed) {
        random = new SplittableRandom(seed);
        chain = new SimulatedChain(random.split(), POOL, OTHER_POOL);
        chain.extend(200);
        chain.finalBlock = chain.head() - MAX_DEPTH - 1;
        live = new LiveHistory(
                8453, follower, store, this::storeBlocks, Runnable::run, () -> Instant.ofEpochSecond(seconds.get()));
        poll();
        poll();
    }

    private void storeBlocks(PoolKey pool, long first, BlockHeader finalBlock) {
        BlockRange blocks = new BlockRange(first, finalBlock.number());
        FinalBlockStore.append(store, pool, blocks, FinalBlockStore.read(pool, blocks, finalBlock, chain));
    }

    private void poll() {
        seconds.addAndGet(2);
        live.poll(chain, List.of(POOL, OTHER_POOL));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void viewEqualsTheChainAfterEachOfAThousandReorganisations(long seed) throws Exception {
        start(seed);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Long>> readers = List.of(
                    threads.submit(() -> checkSnapshots(POOL)), threads.submit(() -> checkSnapshots(OTHER_POOL)));
            for (int step = 0; step < 1_000; step++) {
                int depth = (int) Math.min(random.nextInt(MAX_DEPTH + 1), chain.head() - chain.finalBlock);
                // Also chains that become shorter, and longer pauses.
                int added = random.nextInt(20) == 0 ? random.nextInt(120) : Math.max(0, depth + random.nextInt(6) - 2);
                chain.reorganise(depth, added);
                chain.finalBlock = Math.max(chain.finalBlock, chain.head() - MAX_DEPTH - 1);
                poll();
                assertViewEqualsChain(POOL, "seed " + seed + ", step " + step);
                assertViewEqualsChain(OTHER_POOL, "seed " + seed + ", step " + step);
            }
            threads.shutdownNow();
            for (Future<Long> reader : readers) {
                assertTrue(reader.get() > 0, "the reader saw snapshots");
            }
        } finally {
            threads.shutdownNow();
        }
        assertStoredEventsAreCanonical(POOL);
        assertStoredEventsAreCanonical(OTHER_POOL);
        PoolInfo info = store.pool(POOL).orElseThrow();
        assertEquals(1, info.covered().size(), "no gap");
        assertTrue(info.lastBlock() > chain.finalBlock - 200, "final blocks have been stored");
    }

    /** Checks every snapshot of a pool until the thread is interrupted, and returns their number. */
    private long checkSnapshots(PoolKey pool) {
        long count = 0;
        Snapshot last = null;
        while (!Thread.currentThread().isInterrupted()) {
            // There is none while the last stored block is the head.
            Snapshot snapshot = follower.recent(pool).orElse(last);
            if (snapshot != last) {
                assertIsOfOneChain(snapshot);
                last = snapshot;
                count++;
            }
            Thread.yield();
        }
        return count;
    }

    private void assertIsOfOneChain(Snapshot snapshot) {
        List<SwapRow> swaps = new ArrayList<>();
        List<PoolEvent> events = new ArrayList<>();
        for (BlockEvents block : chain.eventsBelow(
                snapshot.headHash(), snapshot.pool(), snapshot.blocks().first())) {
            swaps.addAll(block.swaps());
            events.addAll(block.events());
        }
        assertEquals(swaps, snapshot.swaps());
        assertEquals(events, snapshot.events());
    }

    private void assertViewEqualsChain(PoolKey pool, String when) {
        Snapshot snapshot = follower.recent(pool).orElseThrow();
        assertEquals(chain.headHash(), snapshot.headHash(), when);
        assertEquals(chain.head(), snapshot.head(), when);
        assertIsOfOneChain(snapshot);
        long stored = store.pool(pool).orElseThrow().lastBlock();
        assertTrue(snapshot.blocks().first() <= stored + 1, () -> when + ": no gap between store and snapshot");
        assertTrue(stored <= chain.finalBlock, () -> when + ": only final blocks are stored");
    }

    private void assertStoredEventsAreCanonical(PoolKey pool) {
        BlockRange stored = store.pool(pool).orElseThrow().covered().get(0);
        List<SwapRow> swaps = new ArrayList<>();
        List<PoolEvent> events = new ArrayList<>();
        for (BlockEvents block : chain.eventsBelow(chain.headHash(), pool, stored.first())) {
            if (block.block() <= stored.last()) {
                swaps.addAll(block.swaps());
                events.addAll(block.events());
            }
        }
        assertEquals(swaps, StoredBlocks.swaps(store, pool));
        assertEquals(events, StoredBlocks.events(store, pool));
    }

    @Test
    void chainThatChangesDuringPollsIsNeverMixed() {
        start(3);
        int[] changes = {0};
        chain.beforeRequest = () -> {
            if (random.nextInt(6) == 0) {
                int depth = (int) Math.min(random.nextInt(4), chain.head() - chain.finalBlock);
                chain.reorganise(depth, depth + random.nextInt(3));
                changes[0]++;
            }
        };
        for (int i = 0; i < 500; i++) {
            poll();
            follower.recent(POOL).ifPresent(this::assertIsOfOneChain);
            follower.recent(OTHER_POOL).ifPresent(this::assertIsOfOneChain);
        }
        assertTrue(changes[0] > 100);
        chain.beforeRequest = () -> {};
        chain.extend(1);
        poll();
        assertViewEqualsChain(POOL, "when the chain is quiet again");
    }

    /** Reads stored blocks. */
    private static final class StoredBlocks {

        static List<SwapRow> swaps(SwapStore store, PoolKey pool) {
            List<SwapRow> rows = new ArrayList<>();
            SwapBatch batch = new SwapBatch();
            try (SwapCursor cursor = store.scan(pool, BlockRange.all())) {
                while (cursor.next(batch)) {
                    for (int i = 0; i < batch.size(); i++) {
                        rows.add(batch.row(i));
                    }
                }
            }
            return rows;
        }

        static List<PoolEvent> events(SwapStore store, PoolKey pool) {
            List<PoolEvent> all = new ArrayList<>();
            try (EventCursor cursor = store.scanEvents(pool, BlockRange.all())) {
                for (List<PoolEvent> next = cursor.next(); !next.isEmpty(); next = cursor.next()) {
                    all.addAll(next);
                }
            }
            return all;
        }
    }
}
