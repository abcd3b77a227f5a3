package weir.chain.client;

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
import weir.chain.extrinsic.ChainRuntime;
import weir.chain.internal.metadata.MetadataReader;
import weir.chain.internal.metagraph.FakeNode;
import weir.chain.internal.metagraph.Network;
import weir.chain.internal.rpc.ManualScheduler;
import weir.chain.internal.scale.ScaleWriter;
import weir.protocol.PublicKey;

/** A node whose state has one hotkey, and which makes a block every 12 s while the client waits. */
public final class FakeSubtensor implements ChainClient.Waiter {

    public static final int NETUID = 98;
    public static final PublicKey HOTKEY = PublicKey.ofSs58("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
    private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");
    private static final Duration BLOCK = Duration.ofSeconds(12);
    private static final int MAX_BLOCKS = 1_000;
    private static final String SUBMIT = "author_submitAndWatchExtrinsic";

    public final ManualScheduler scheduler = new ManualScheduler(START);
    public final FakeNode node;
    /** Extrinsics that the node has taken. */
    public final List<String> extrinsics = new ArrayList<>();
    /** What happens after blocks, by the number of blocks since the client began to wait. */
    public final TreeMap<Integer, Runnable> afterBlocks = new TreeMap<>();
    /** What happens after blocks, by the number of blocks since the submission. */
    public final TreeMap<Integer, Runnable> afterSubmission = new TreeMap<>();
    /** What happens when an extrinsic comes, before the node replies. */
    public Runnable onSubmission = () -> {};

    private final PublicKey hotkey;
    private final Map<String, String> storage = new HashMap<>();
    private final ChainRuntime runtime = RecordedChain.runtime("293-v15");
    private int blocks;
    private boolean isSubmitted;
    private int blocksAfterSubmission;
    private long nonce;
    private long fullBlock = -1;
    private JsonArray content;
    private String events;

    public FakeSubtensor() {
        this(HOTKEY, START);
    }

    /**
     * @param hotkey the hotkey that is registered
     * @param start time of the first block
     */
    public FakeSubtensor(PublicKey hotkey, Instant start) {
        this.hotkey = hotkey;
        node = new FakeNode(start.toEpochMilli());
        node.methods.put("system_accountNextIndex", params -> new JsonPrimitive(nonce));
        node.methods.put("state_queryStorageAt", params -> read(params.get(0).getAsJsonArray(), params.get(1)));
        node.methods.put("chain_getBlock", params -> block(params.get(0)));
        node.methods.put(SUBMIT, params -> {
            extrinsics.add(params.get(0).getAsString());
            onSubmission.run();
            return new JsonPrimitive("watch");
        });
        put("SubtensorModule", "Uids", new ScaleWriter().integer(BigInteger.ONE, 2), NETUID, hotkey.bytes());
        put("SubtensorModule", "ServingRateLimit", new ScaleWriter().integer(BigInteger.valueOf(50), 8), NETUID);
        setNonce(7);
    }

    /** Returns a client of the network whose genesis the node has. */
    public ChainClient client() {
        return client(Optional.of(FakeNode.GENESIS), "ws://node:9944");
    }

    /** Returns a client whose nodes are all this one. */
    public ChainClient client(Optional<String> genesis, String... endpoints) {
        List<URI> addresses = List.of(endpoints).stream().map(URI::create).toList();
        Network network = new Network(genesis, addresses);
        return new ChainClient(network, (endpoint, listener) -> node.connect(listener), scheduler, this, () -> {});
    }

    public void deregister() {
        storage.remove(key("Uids", NETUID, hotkey.bytes()));
    }

    /** Writes an entry of {@code Axons}; encoded as the chain does. */
    public void publish(String entry) {
        storage.put(key("Axons", NETUID, hotkey.bytes()), entry);
    }

    /** Writes an entry of {@code Axons} with an IPv4 address. */
    public void publish(byte[] ip, int port, long block) {
        ScaleWriter entry = new ScaleWriter()
                .integer(BigInteger.valueOf(block), 8)
                .integer(BigInteger.ONE, 4)
                .integer(new BigInteger(1, ip), 16)
                .integer(BigInteger.valueOf(port), 2)
                .u8(4)
                .u8(4)
                .u8(0)
                .u8(0);
        publish(RecordedChain.hex(entry.toByteArray()));
    }

    public long nonce() {
        return nonce;
    }

    public void setNonce(long next) {
        nonce = next;
        byte[] account = MetadataReader.read(RecordedChain.metadata("293-v15"))
                .storageItem("System", "Account")
                .defaultValue()
                .clone();
        account[0] = (byte) next;
        storage.put(
                RecordedChain.hex(runtime.storageKey("System", "Account", (Object) hotkey.bytes())),
                RecordedChain.hex(account));
    }

    /** Pushes a status without a block. */
    public void status(String status) {
        node.push("watch", new JsonPrimitive(status));
    }

    public void status(String status, String block) {
        JsonObject object = new JsonObject();
        object.addProperty(status, block);
        node.push("watch", object);
    }

    /** The next block contains an extrinsic at an index, and has these events; the nonce is used. */
    public void include(String extrinsic, int index, String rawEvents) {
        fullBlock = node.head() + 1;
        content = new JsonArray();
        for (int i = 0; i < index; i++) {
            content.add("0x00");
        }
        content.add(extrinsic);
        events = rawEvents;
        setNonce(nonce + 1);
    }

    private JsonElement block(JsonElement hash) {
        JsonObject header = new JsonObject();
        header.addProperty("parentHash", node.parentOf(hash));
        JsonObject block = new JsonObject();
        block.add("header", header);
        block.add("extrinsics", node.blockOf(hash) == fullBlock ? content : new JsonArray());
        JsonObject answer = new JsonObject();
        answer.add("block", block);
        return answer;
    }

    private JsonElement read(JsonArray keys, JsonElement hash) {
        String eventsKey = RecordedChain.hex(runtime.storageKey("System", "Events"));
        JsonArray changes = new JsonArray();
        for (JsonElement key : keys) {
            boolean areEvents = key.getAsString().equals(eventsKey) && node.blockOf(hash) == fullBlock;
            String value = areEvents ? events : storage.get(key.getAsString());
            JsonArray pair = new JsonArray();
            pair.add(key);
            pair.add(value == null ? JsonNull.INSTANCE : new JsonPrimitive(value));
            changes.add(pair);
        }
        JsonObject set = new JsonObject();
        set.add("block", hash);
        set.add("changes", changes);
        JsonArray answer = new JsonArray();
        answer.add(set);
        return answer;
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
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            makeBlock();
        }
        return future.get();
    }

    /** Lets 12 s pass, and makes a block. */
    public void makeBlock() {
        if (++blocks > MAX_BLOCKS) {
            throw new AssertionError("still waiting after " + MAX_BLOCKS + " blocks: " + node.requests);
        }
        scheduler.advance(BLOCK);
        run(afterBlocks.get(blocks));
        isSubmitted |= node.requests.contains(SUBMIT);
        if (isSubmitted) {
            run(afterSubmission.get(++blocksAfterSubmission));
        }
        scheduler.execute(() -> node.makeBlocks(1));
    }

    private void run(Runnable event) {
        if (event != null) {
            scheduler.execute(event);
        }
    }
}
