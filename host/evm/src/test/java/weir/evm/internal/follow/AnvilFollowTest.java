package weir.evm.internal.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonPrimitive;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.evm.internal.anvil.Anvil;
import weir.evm.internal.anvil.UniswapOnAnvil;
import weir.evm.internal.rpc.EndpointPool;
import weir.evm.internal.rpc.ManualPause;
import weir.history.BlockRange;
import weir.history.PoolInfo;
import weir.history.PoolKey;
import weir.history.RecentEvents.Snapshot;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;

/** Follows real contracts on a real EVM node that reorganises. Skipped where npm is not reachable. */
class AnvilFollowTest {

    /** Blocks of this node are final after twice as many blocks. */
    private static final int SLOTS = 16;

    private static final int REORGANISATIONS = 40;

    @TempDir
    Path folder;

    private final AtomicLong seconds = new AtomicLong(1_756_789_347);

    @Test
    @Timeout(600)
    void viewEqualsTheChainAfterEachReorganisation() throws Exception {
        SplittableRandom random = new SplittableRandom(31);
        try (Anvil anvil = Anvil.start(folder, SLOTS)) {
            UniswapOnAnvil contracts = UniswapOnAnvil.deploy(anvil, folder);
            contracts.tradeAtRandom(60, 31);
            PoolKey pool = contracts.pool();
            SwapStore store = SwapStore.embedded(folder.resolve("history"));
            PoolMetadataStore metadata = new PoolMetadataStore(folder.resolve("pools"));
            EndpointPool endpoints = EndpointPool.of(List.of(anvil.url()), new ManualPause());
            // The node has no earlier blocks.
            store.append(pool, new BlockRange(Anvil.FIRST_BLOCK, Anvil.FIRST_BLOCK), new SwapBatch(), List.of());
            HeadFollower follower = new HeadFollower(pool.chainId());
            LiveHistory live = new LiveHistory(
                    pool.chainId(),
                    follower,
                    store,
                    new FinalBlockStore(store, metadata, endpoints),
                    Runnable::run,
                    () -> Instant.ofEpochSecond(seconds.get()));
            ChainReader node = new NodeChainReader(endpoints.next());
            poll(live, node, pool);
            poll(live, node, pool);
            assertViewEqualsChain(store, follower, node, pool, "at first");
            assertEquals(
                    PoolMetadata.Kind.UNISWAP_V3,
                    metadata.find(pool).orElseThrow().kind().orElseThrow());
            for (int i = 0; i < REORGANISATIONS; i++) {
                int depth = 1 + random.nextInt(20);
                anvil.call("anvil_reorg", new JsonPrimitive(depth), new JsonArray());
                for (int swaps = random.nextInt(4); swaps > 0; swaps--) {
                    boolean sellsToken0 = random.nextBoolean();
                    contracts.swap(sellsToken0, BigInteger.TEN.pow((sellsToken0 ? 15 : 7) + random.nextInt(3)));
                }
                poll(live, node, pool);
                assertViewEqualsChain(store, follower, node, pool, "after reorganisation " + i + " of depth " + depth);
                contracts.tradeAtRandom(3, i);
            }
            assertTrue(!follower.isStopped(), () -> follower.status().toString());
            PoolInfo stored = store.pool(pool).orElseThrow();
            assertEquals(1, stored.covered().size());
            assertTrue(stored.rows() > 20, stored::toString);
            assertTrue(stored.events() > 3, stored::toString);
        }
    }

    private void poll(LiveHistory live, ChainReader node, PoolKey pool) {
        seconds.addAndGet(LiveHistory.FINALITY_INTERVAL.toSeconds());
        live.poll(node, Set.of(pool));
    }

    private static void assertViewEqualsChain(
            SwapStore store, HeadFollower follower, ChainReader node, PoolKey pool, String when) {
        Snapshot recent = follower.recent(pool).orElseThrow(() -> new AssertionError(follower.status() + ", " + when));
        assertEquals(node.latest().hash(), recent.headHash(), when);
        List<SwapRow> expected = new ArrayList<>();
        node.events(pool, new BlockRange(Anvil.FIRST_BLOCK, recent.head()))
                .forEach(block -> expected.addAll(block.swaps()));
        List<SwapRow> view = new ArrayList<>();
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor =
                store.scan(pool, new BlockRange(0, recent.blocks().first() - 1))) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    view.add(batch.row(i));
                }
            }
        }
        view.addAll(recent.swaps());
        assertEquals(expected, view, when);
    }
}
