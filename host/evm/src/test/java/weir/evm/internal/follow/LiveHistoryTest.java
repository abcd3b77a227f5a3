package weir.evm.internal.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;
import weir.evm.internal.rpc.BlockHeader;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.SwapBatch;
import weir.history.SwapStore;

class LiveHistoryTest {

    private static final PoolKey POOL = new PoolKey(8453, "0x" + "ab".repeat(20));
    private static final PoolKey OTHER_POOL = new PoolKey(8453, "0x" + "cd".repeat(20));
    private static final PoolKey POOL_OF_ANOTHER_CHAIN = new PoolKey(1, "0x" + "ab".repeat(20));

    @TempDir
    Path folder;

    private final SimulatedChain chain = new SimulatedChain(new SplittableRandom(6), POOL, OTHER_POOL);
    private final HeadFollower follower = new HeadFollower(8453);
    private final List<String> stored = new ArrayList<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private Instant now = Instant.EPOCH;
    private WeirException failure;
    private SwapStore store;
    private LiveHistory live;

    @BeforeEach
    void open() {
        store = SwapStore.embedded(folder);
        live = new LiveHistory(8453, follower, store, this::storeBlocks, tasks::add, () -> now);
        chain.extend(100);
        chain.finalBlock = chain.head() - 30;
    }

    private void storeBlocks(PoolKey pool, long first, BlockHeader finalBlock) {
        if (failure != null) {
            throw failure;
        }
        BlockRange blocks = new BlockRange(first, finalBlock.number());
        FinalBlockStore.append(store, pool, blocks, FinalBlockStore.read(pool, blocks, finalBlock, chain));
        stored.add(pool.address().substring(2, 4) + " " + blocks);
    }

    private void poll(PoolKey... pools) {
        live.poll(chain, Set.of(pools));
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void poolIsFollowedWhenItsFinalBlocksAreStored() {
        poll(POOL);
        assertTrue(follower.recent(POOL).isEmpty());
        assertEquals(Set.of(POOL), live.pending());
        runTasks();
        assertEquals(List.of("ab 0 to " + chain.finalBlock), stored, "a young chain, from its first block on");
        poll(POOL);
        poll(POOL);
        assertEquals(
                chain.finalBlock + 1,
                follower.recent(POOL).orElseThrow().blocks().first());
        assertEquals(Set.of(), live.pending());
    }

    @Test
    void newFinalBlocksAreReadAgainAndStored() {
        poll(POOL);
        runTasks();
        poll(POOL);
        long before = chain.finalBlock;
        chain.extend(10);
        chain.finalBlock += 10;
        now = now.plus(LiveHistory.FINALITY_INTERVAL).minusSeconds(1);
        poll(POOL);
        assertTrue(tasks.isEmpty(), "the final block is read once per interval");
        now = now.plusSeconds(1);
        poll(POOL);
        poll(POOL);
        assertEquals(1, tasks.size(), "one task at a time");
        runTasks();
        assertEquals("ab " + (before + 1) + " to " + chain.finalBlock, stored.get(1));
        poll(POOL);
        assertEquals(
                chain.finalBlock + 1,
                follower.recent(POOL).orElseThrow().blocks().first());
        assertEquals(chain.finalBlock, store.pool(POOL).orElseThrow().lastBlock());
    }

    @Test
    void historyOfTheLastWeekIsContinuedAndOlderOneIsNot() {
        chain.finalBlock = chain.head();
        store.append(POOL, new BlockRange(0, 1_010), new SwapBatch(), List.of());
        poll(POOL, OTHER_POOL);
        runTasks();
        assertTrue(stored.contains("ab 1011 to " + chain.finalBlock), stored::toString);
    }

    @Test
    void failureIsShownAndRetriedAndDoesNotStopNeighbours() {
        failure = WeirException.failed("the disk is full", "Free some space.");
        poll(POOL);
        runTasks();
        assertEquals(Map.of(POOL, "the disk is full"), live.problems());
        failure = null;
        poll(POOL, OTHER_POOL);
        runTasks();
        poll(POOL, OTHER_POOL);
        poll(POOL, OTHER_POOL);
        assertTrue(follower.recent(OTHER_POOL).isPresent());
        assertTrue(follower.recent(POOL).isEmpty(), "not at once again");
        now = now.plus(Duration.ofMinutes(10));
        poll(POOL, OTHER_POOL);
        runTasks();
        assertEquals(Map.of(), live.problems());
        poll(POOL, OTHER_POOL);
        poll(POOL, OTHER_POOL);
        assertTrue(follower.recent(POOL).isPresent());
    }

    @Test
    void poolOfAnotherChainIsNotFollowedAndNamed() {
        poll(POOL, POOL_OF_ANOTHER_CHAIN);
        runTasks();
        assertEquals(Map.of(POOL_OF_ANOTHER_CHAIN, "its chain is 1, but the node serves chain 8453"), live.problems());
        assertEquals(1, stored.size());
    }

    @Test
    void poolThatIsNotWantedAnyMoreIsForgotten() {
        poll(POOL, OTHER_POOL);
        runTasks();
        poll(POOL, OTHER_POOL);
        poll(POOL, OTHER_POOL);
        assertTrue(follower.recent(OTHER_POOL).isPresent());
        poll(POOL);
        assertTrue(follower.recent(OTHER_POOL).isEmpty());
        assertTrue(follower.recent(POOL).isPresent());
        assertEquals(Set.of(POOL), follower.status().pools().keySet());
    }

    @Test
    void afterARestartTheTailIsReadAgain() {
        poll(POOL);
        runTasks();
        poll(POOL);
        poll(POOL);
        HeadFollower second = new HeadFollower(8453);
        LiveHistory restarted =
                new LiveHistory(8453, second, SwapStore.embedded(folder), this::storeBlocks, Runnable::run, () -> now);
        restarted.poll(chain, Set.of(POOL));
        restarted.poll(chain, Set.of(POOL));
        restarted.poll(chain, Set.of(POOL));
        assertEquals(follower.recent(POOL), second.recent(POOL));
        assertEquals(1, stored.size(), "stored blocks are not read again");
    }

    @Test
    void nothingIsStoredFromAChainThatHasReplacedTheFinalBlock() {
        poll(POOL);
        runTasks();
        poll(POOL);
        chain.extend(10);
        chain.finalBlock += 10;
        now = now.plus(LiveHistory.FINALITY_INTERVAL);
        poll(POOL);
        // Between the poll and the task, and below the final block.
        chain.reorganise(40, 45);
        runTasks();
        assertEquals(1, stored.size());
        assertTrue(live.problems().get(POOL).contains("does not have the final block"), live.problems()::toString);
        poll(POOL);
        assertTrue(follower.isStopped());
        assertTrue(follower.recent(POOL).isEmpty());
    }
}
