package weir.evm.internal.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
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
import weir.vectors.Recorded;

/** Follows a recorded chain that reorganises, over HTTP. */
class RecordedReorganisationTest {

    @TempDir
    Path folder;

    private final AtomicLong seconds = new AtomicLong(1_756_789_347);
    private volatile JsonObject step;

    @Test
    void viewEqualsTheChainAfterEachStepUntilFinalBlocksAreReplaced() {
        JsonObject recording =
                Recorded.VECTORS.json("evm/recorded-reorg.json.gz").getAsJsonObject();
        PoolKey pool = new PoolKey(
                recording.get("chainId").getAsLong(), recording.get("pool").getAsString());
        SwapStore store = SwapStore.embedded(folder);
        HeadFollower follower = new HeadFollower(pool.chainId());
        step = recording.getAsJsonArray("steps").get(0).getAsJsonObject();
        long firstBlock =
                number(step.getAsJsonArray("blocks").get(0).getAsJsonObject().get("number"));
        // The node has no earlier blocks.
        store.append(pool, new BlockRange(firstBlock - 1, firstBlock - 1), new SwapBatch(), List.of());
        try (LoopbackNode node = new LoopbackNode((method, parameters) -> answer(method, parameters, recording))) {
            EndpointPool endpoints = EndpointPool.of(List.of(node.url()), new ManualPause());
            LiveHistory live = new LiveHistory(
                    pool.chainId(),
                    follower,
                    store,
                    new FinalBlockStore(store, endpoints),
                    Runnable::run,
                    () -> Instant.ofEpochSecond(seconds.get()));
            ChainReader reader = new NodeChainReader(endpoints.next());
            long highestFinal = 0;
            int equalSteps = 0;
            for (JsonElement element : recording.getAsJsonArray("steps")) {
                step = element.getAsJsonObject();
                boolean replacesFinalBlocks = replaces(highestFinal);
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
                    assertEquals(canonicalSwaps(), view(store, follower, pool), label);
                    equalSteps++;
                    highestFinal = Math.max(highestFinal, step.get("finalized").getAsLong());
                }
            }
            assertTrue(equalSteps >= 5, "steps: " + equalSteps);
            System.out.println("recorded-reorg.json.gz: the view is equal in " + equalSteps + " steps");
            assertTrue(store.pool(pool).orElseThrow().lastBlock() <= highestFinal, "only final blocks are stored");
            assertTrue(node.requests("eth_getLogs").size() > 5);
        }
    }

    private final List<String> finalHashes = new ArrayList<>();

    /** Whether the chain of this step does not contain the highest final block of the earlier ones. */
    private boolean replaces(long highestFinal) {
        String hash = step.getAsJsonArray("blocks").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(block -> number(block.get("number")) == highestFinal)
                .map(block -> block.get("hash").getAsString())
                .findFirst()
                .orElse("");
        boolean isReplaced = highestFinal > 0 && !finalHashes.contains(hash);
        step.getAsJsonArray("blocks")
                .forEach(block ->
                        finalHashes.add(block.getAsJsonObject().get("hash").getAsString()));
        return isReplaced;
    }

    private List<String> canonicalSwaps() {
        return step.getAsJsonArray("logs").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(log -> number(log.get("blockNumber")) + "/" + number(log.get("logIndex")) + " "
                        + log.get("transactionHash").getAsString())
                .toList();
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

    private JsonElement answer(String method, JsonArray parameters, JsonObject recording) {
        return switch (method) {
            case "eth_chainId" ->
                new JsonPrimitive(
                        "0x" + Long.toHexString(recording.get("chainId").getAsLong()));
            case "eth_getBlockByNumber" -> block(parameters.get(0).getAsString());
            case "eth_getLogs" -> logs(parameters.get(0).getAsJsonObject());
            default -> throw LoopbackNode.Answer.error(200, -32601, "the method " + method + " does not exist");
        };
    }

    private JsonElement block(String tag) {
        long number = step.has(tag) ? step.get(tag).getAsLong() : Long.decode(tag);
        return step.getAsJsonArray("blocks").asList().stream()
                .filter(block -> number(block.getAsJsonObject().get("number")) == number)
                .findFirst()
                .orElse(JsonNull.INSTANCE);
    }

    private JsonElement logs(JsonObject filter) {
        JsonArray logs = new JsonArray();
        if (filter.has("blockHash")) {
            String hash = filter.get("blockHash").getAsString();
            boolean isKnown = step.getAsJsonArray("blocks").asList().stream()
                    .anyMatch(block ->
                            block.getAsJsonObject().get("hash").getAsString().equals(hash));
            if (!isKnown) {
                throw LoopbackNode.Answer.error(200, -32000, "unknown block");
            }
        }
        for (JsonElement element : step.getAsJsonArray("logs")) {
            JsonObject log = element.getAsJsonObject();
            boolean isWanted = filter.has("blockHash")
                    ? log.get("blockHash").equals(filter.get("blockHash"))
                    : number(log.get("blockNumber")) >= number(filter.get("fromBlock"))
                            && number(log.get("blockNumber")) <= number(filter.get("toBlock"));
            if (isWanted) {
                logs.add(log);
            }
        }
        return logs;
    }

    private static long number(JsonElement hex) {
        return Long.decode(hex.getAsString());
    }
}
