package weir.chain.extrinsic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import weir.chain.RecordedChain;
import weir.chain.internal.metadata.MetadataReader;
import weir.chain.internal.metagraph.FakeNode;
import weir.chain.internal.metagraph.Network;
import weir.chain.internal.rpc.ManualScheduler;
import weir.chain.internal.scale.ScaleWriter;
import weir.protocol.PublicKey;

/** A node whose state has one hotkey, and which makes a block every 12 s while the client waits. */
final class FakeSubtensor implements ChainClient.Waiter {

    static final int NETUID = 98;
    static final PublicKey HOTKEY = PublicKey.ofSs58("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");
    private static final int MAX_BLOCKS = 1_000;

    final ManualScheduler scheduler = new ManualScheduler(START);
    final FakeNode node = new FakeNode(START.toEpochMilli());
    final List<String> extrinsics = new ArrayList<>();
    /** What happens after blocks, by the number of blocks after the submission. */
    final TreeMap<Integer, Runnable> afterSubmission = new TreeMap<>();
    /** What happens when an extrinsic comes, before the node replies. */
    Runnable onSubmission = () -> {};

    private final Map<String, String> storage = new HashMap<>();
    private final ChainRuntime runtime = RecordedChain.runtime("293-v15");
    private int blocksAfterSubmission;
    private int blocks;
    long nonce = 7;

    FakeSubtensor() {
        node.methods.put("system_accountNextIndex", params -> new JsonPrimitive(nonce));
        node.methods.put("state_getStorage", params -> {
            String value = storage.get(params.get(0).getAsString());
            return value == null ? JsonNull.INSTANCE : new JsonPrimitive(value);
        });
        node.methods.put("author_submitAndWatchExtrinsic", params -> {
            extrinsics.add(params.get(0).getAsString());
            onSubmission.run();
            return new JsonPrimitive("watch");
        });
        put("SubtensorModule", "Uids", new ScaleWriter().integer(BigInteger.ONE, 2), NETUID, HOTKEY.bytes());
        put("SubtensorModule", "ServingRateLimit", new ScaleWriter().integer(BigInteger.valueOf(50), 8), NETUID);
        setNonce(nonce);
    }

    ChainClient client() {
        Network network = new Network(Optional.of(FakeNode.GENESIS), List.of(URI.create("ws://node:9944")));
        return new ChainClient(network, (endpoint, listener) -> node.connect(listener), scheduler, this, () -> {});
    }

    void deregister() {
        storage.remove(key("Uids", NETUID, HOTKEY.bytes()));
    }

    void publish(AxonAddress address, long block) {
        put(
                "SubtensorModule",
                "Axons",
                new ScaleWriter()
                        .integer(BigInteger.valueOf(block), 8)
                        .integer(BigInteger.valueOf(1), 4)
                        .integer(new BigInteger(1, address.ip().getAddress()), 16)
                        .integer(BigInteger.valueOf(address.port()), 2)
                        .u8(4)
                        .u8(4)
                        .u8(0)
                        .u8(0),
                NETUID,
                HOTKEY.bytes());
    }

    void setNonce(long next) {
        nonce = next;
        byte[] account = MetadataReader.read(RecordedChain.metadata("293-v15"))
                .storageItem("System", "Account")
                .defaultValue()
                .clone();
        account[0] = (byte) next;
        storage.put(
                RecordedChain.hex(runtime.storageKey("System", "Account", (Object) HOTKEY.bytes())),
                RecordedChain.hex(account));
    }

    /** Pushes a status without a block. */
    void status(String status) {
        node.push("watch", new JsonPrimitive(status));
    }

    void status(String status, String block) {
        JsonObject object = new JsonObject();
        object.addProperty(status, block);
        node.push("watch", object);
    }

    /** Lets {@code chain_getBlock} return the last extrinsic at an index, and storage the events of the block. */
    void setBlock(int index, String events) {
        node.methods.put("chain_getBlock", params -> {
            JsonArray content = new JsonArray();
            for (int i = 0; i < index; i++) {
                content.add("0x00");
            }
            content.add(extrinsics.get(extrinsics.size() - 1));
            JsonObject header = new JsonObject();
            header.add("parentHash", params.get(0));
            JsonObject block = new JsonObject();
            block.add("header", header);
            block.add("extrinsics", content);
            JsonObject answer = new JsonObject();
            answer.add("block", block);
            return answer;
        });
        storage.put(RecordedChain.hex(runtime.storageKey("System", "Events")), events);
    }

    private String key(String item, Object... parts) {
        return RecordedChain.hex(runtime.storageKey("SubtensorModule", item, parts));
    }

    private void put(String pallet, String item, ScaleWriter value, Object... parts) {
        storage.put(RecordedChain.hex(runtime.storageKey(pallet, item, parts)), RecordedChain.hex(value.toByteArray()));
    }

    @Override
    public <T> T await(CompletableFuture<T> future) throws ExecutionException, InterruptedException {
        while (!future.isDone()) {
            if (++blocks > MAX_BLOCKS) {
                throw new AssertionError("still waiting after " + MAX_BLOCKS + " blocks: " + node.requests);
            }
            scheduler.advance(Duration.ofSeconds(12));
            if (!extrinsics.isEmpty()) {
                Runnable event = afterSubmission.get(++blocksAfterSubmission);
                if (event != null) {
                    scheduler.execute(event);
                }
            }
            scheduler.execute(() -> node.makeBlocks(1));
        }
        return future.get();
    }

    static JsonElement recordedCase(String file, String name) {
        for (JsonElement element : RecordedChain.json(file).getAsJsonArray("cases")) {
            if (element.getAsJsonObject().get("name").getAsString().equals(name)) {
                return element;
            }
        }
        throw new AssertionError(name + " in " + file);
    }
}
