package weir.evm.internal.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.evm.internal.rpc.EndpointPool;
import weir.evm.internal.rpc.LoopbackNode;
import weir.evm.internal.rpc.ManualPause;
import weir.history.BlockRange;
import weir.history.PoolKey;
import weir.history.RecentEvents.Snapshot;
import weir.history.SwapBatch;
import weir.history.SwapHistory.SwapCursor;
import weir.history.SwapRow;
import weir.history.SwapStore;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;

/** Follows a recorded chain that reorganises, over HTTP. */
class RecordedReorganisationTest {

    @TempDir
    Path folder;

    private final AtomicLong seconds = new AtomicLong(1_756_789_347);

    @Test
    void viewEqualsTheChainAfterEachStepUntilFinalBlocksAreReplaced() {
        RecordedChain chain = new RecordedChain();
        PoolKey pool = chain.pool();
        SwapStore store = SwapStore.embedded(folder.resolve("history"));
        HeadFollower follower = new HeadFollower(pool.chainId());
        // The node has no earlier blocks.
        store.append(pool, new BlockRange(chain.firstBlock() - 1, chain.firstBlock() - 1), new SwapBatch(), List.of());
        try (LoopbackNode node = new LoopbackNode(chain)) {
            EndpointPool endpoints = EndpointPool.of(List.of(node.url()), new ManualPause());
            LiveHistory live = new LiveHistory(
                    pool.chainId(),
                    follower,
                    store,
                    new FinalBlockStore(store, metadata(pool), endpoints),
                    Runnable::run,
                    () -> Instant.ofEpochSecond(seconds.get()));
            ChainReader reader = new NodeChainReader(endpoints.next());
            long highestFinal = 0;
            String finalHash = "";
            int equalSteps = 0;
            for (JsonObject step : chain.steps()) {
                chain.show(step);
                boolean replacesFinalBlocks =
                        highestFinal > 0 && !hash(step, highestFinal).equals(finalHash);
                for (int poll = 0; poll < 2; poll++) {
                    seconds.addAndGet(LiveHistory.FINALITY_INTERVAL.toSeconds());
                    live.poll(reader, Set.of(pool));
                }
                String label = step.get("label").getAsString();
                if (replacesFinalBlocks) {
                    assertTrue(follower.isStopped(), label);
                    assertTrue(follower.recent(pool).isEmpty(), label);
                    Result health = FollowHealth.of(
                            follower.status(),
                            live.problems(),
                            live.pending(),
                            Optional.empty(),
                            Instant.EPOCH,
                            Instant.EPOCH);
                    assertEquals(Result.Status.WARN, health.getStatus(), label);
                    assertTrue(
                            health.toString().contains("has replaced the final block " + highestFinal),
                            health.toString());
                } else {
                    assertEquals(chain.canonicalSwaps(), view(store, follower, pool), label);
                    equalSteps++;
                    highestFinal = Math.max(highestFinal, step.get("finalized").getAsLong());
                    finalHash = hash(step, highestFinal);
                }
            }
            assertTrue(equalSteps >= 5, "steps: " + equalSteps);
            System.out.println("recorded-reorg.json.gz: the view is equal in " + equalSteps + " steps");
            assertTrue(store.pool(pool).orElseThrow().lastBlock() <= highestFinal, "only final blocks are stored");
            assertTrue(node.requests("eth_getLogs").size() > 5);
        }
    }

    /** The recorded node has no views of the pool's contract. */
    private PoolMetadataStore metadata(PoolKey pool) {
        PoolMetadata.Token token = new PoolMetadata.Token("WETH", 18);
        PoolMetadataStore metadata = new PoolMetadataStore(folder.resolve("pools"));
        metadata.save(new PoolMetadata(
                pool.chainId(), pool.address(), token, token, 500, 10, Optional.of(PoolMetadata.Kind.UNISWAP_V3)));
        return metadata;
    }

    private static String hash(JsonObject step, long number) {
        return step.getAsJsonArray("blocks").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(block -> RecordedChain.number(block.get("number")) == number)
                .map(block -> block.get("hash").getAsString())
                .findFirst()
                .orElse("");
    }

    private static List<String> view(SwapStore store, HeadFollower follower, PoolKey pool) {
        Snapshot recent = follower.recent(pool).orElseThrow();
        List<SwapRow> rows = new ArrayList<>();
        SwapBatch batch = new SwapBatch();
        try (SwapCursor cursor =
                store.scan(pool, new BlockRange(0, recent.blocks().first() - 1))) {
            while (cursor.next(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    rows.add(batch.row(i));
                }
            }
        }
        rows.addAll(recent.swaps());
        return rows.stream()
                .map(row -> row.block() + "/" + row.logIndex() + " " + row.txHash())
                .toList();
    }
}
