package weir.chain.internal.metagraph;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import weir.chain.RecordedChain;
import weir.chain.extrinsic.ChainRuntime;
import weir.chain.internal.rpc.Transport;

/** A node with the metadata of real runtimes. Its fields turn faults on; by default it behaves as a real one. */
public final class FakeNode {

    public static final String GENESIS = "0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03";
    private static final Map<Integer, byte[]> METADATA = new HashMap<>();
    private static final Map<Integer, SyntheticMetagraph> METAGRAPHS = new HashMap<>();

    public String genesis = GENESIS;
    public Transport.Failure connectFailure;
    boolean acceptsConnections = true;
    public boolean answers = true;
    boolean pushesBeforeReplies;
    boolean hasPermit = true;
    String hotkey = SyntheticMetagraph.HOTKEY;
    /** In rao; empty for the number of the block. */
    OptionalLong stake = OptionalLong.empty();
    /** Fields of the metagraph by their names on chain, instead of those of the only neuron. */
    final Map<String, Object> metagraphFields = new HashMap<>();

    /** Errors by method; each is used once, except those that are in {@link #lastingErrors}. */
    public final Map<String, String> errors = new HashMap<>();

    public final Map<String, String> lastingErrors = new HashMap<>();
    /** Answers of methods that this class does not know. */
    public final Map<String, Function<JsonArray, JsonElement>> methods = new HashMap<>();

    public final List<String> requests = new ArrayList<>();
    final List<String> heldReplies = new ArrayList<>();
    public boolean holdsReplies;
    /** Spec versions by the first block that has them. */
    public final TreeMap<Long, Integer> specs = new TreeMap<>(Map.of(0L, 293));
    /** Spec version of the metadata that is returned for a block of another one. */
    public Integer staleMetadata;

    public int connections;
    public int openConnections;
    private static final long FIRST_HEAD = 1000;
    private long head = FIRST_HEAD;
    private long chainMillis;
    private Session session;

    public FakeNode(long chainMillis) {
        this.chainMillis = chainMillis;
    }

    /** Makes blocks every 12 s until the chain's time, and pushes them. */
    public void makeBlocks(int count) {
        for (int i = 0; i < count; i++) {
            head++;
            chainMillis += 12_000;
            if (session != null && session.pushesHeads) {
                session.push("heads", header(head));
            }
        }
    }

    public void setChainMillis(long millis) {
        chainMillis = millis;
    }

    /** Announces a new runtime from the next block on. */
    public void upgrade(int spec) {
        specs.put(head + 1, spec);
        session.push("versions", version(spec));
    }

    public long head() {
        return head;
    }

    /** Pushes a result to a subscription. */
    public void push(String subscription, JsonElement result) {
        session.push(subscription, result);
    }

    public void end(Transport.Failure failure) {
        Session ended = session;
        session.close();
        ended.listener.failed(failure);
    }

    public Transport.Connection connect(Transport.Listener listener) {
        connections++;
        Session opened = new Session(listener);
        openConnections++;
        if (connectFailure != null) {
            opened.close();
            listener.failed(connectFailure);
        } else if (acceptsConnections) {
            session = opened;
            listener.opened();
        }
        return opened;
    }

    private final class Session implements Transport.Connection {

        private final Transport.Listener listener;
        private boolean isOpen = true;
        private boolean pushesHeads;

        Session(Transport.Listener listener) {
            this.listener = listener;
        }

        @Override
        public void send(String message) {
            JsonObject request = JsonParser.parseString(message).getAsJsonObject();
            String method = request.get("method").getAsString();
            requests.add(method);
            if (!answers) {
                return;
            }
            boolean isSubscription = method.contains("subscribe");
            if (isSubscription && pushesBeforeReplies) {
                pushFirst(method);
            }
            reply(request, method);
            if (isSubscription && !pushesBeforeReplies) {
                pushFirst(method);
            }
        }

        private void pushFirst(String method) {
            if (method.equals("chain_subscribeFinalizedHeads")) {
                pushesHeads = true;
                push("heads", header(head));
            } else {
                push("versions", version(specAt(head)));
            }
        }

        private void reply(JsonObject request, String method) {
            JsonObject reply = new JsonObject();
            reply.addProperty("jsonrpc", "2.0");
            reply.add("id", request.get("id"));
            String error = errors.containsKey(method) ? errors.remove(method) : lastingErrors.get(method);
            if (error == null) {
                reply.add("result", result(method, request.getAsJsonArray("params")));
            } else {
                reply.add("error", JsonParser.parseString(error));
            }
            if (holdsReplies) {
                heldReplies.add(reply.toString());
            } else {
                listener.received(reply.toString());
            }
        }

        void push(String subscription, JsonElement result) {
            JsonObject params = new JsonObject();
            params.addProperty("subscription", subscription);
            params.add("result", result);
            JsonObject message = new JsonObject();
            message.addProperty("method", "push");
            message.add("params", params);
            if (isOpen) {
                listener.received(message.toString());
            }
        }

        @Override
        public void close() {
            if (isOpen) {
                isOpen = false;
                openConnections--;
            }
        }
    }

    /** Delivers replies that were held, also if the connection is closed. */
    void deliverHeldReplies(Transport.Listener listener) {
        heldReplies.forEach(listener::received);
        heldReplies.clear();
    }

    private JsonElement result(String method, JsonArray params) {
        return switch (method) {
            case "chain_getBlockHash" -> new JsonPrimitive(genesis);
            case "state_subscribeRuntimeVersion" -> new JsonPrimitive("versions");
            case "chain_subscribeFinalizedHeads" -> new JsonPrimitive("heads");
            case "state_getRuntimeVersion" -> version(specAt(blockOf(params.get(0))));
            case "state_call" -> stateCall(params.get(0).getAsString(), blockOf(params.get(2)));
            case "chain_getHeader" -> header(head);
            default -> {
                if (!methods.containsKey(method)) {
                    throw new AssertionError("unexpected request: " + method);
                }
                yield methods.get(method).apply(params);
            }
        };
    }

    private JsonElement stateCall(String method, long block) {
        int spec = specAt(block);
        if (method.equals(MetagraphDecoder.METHOD)) {
            byte[] result = METAGRAPHS
                    .computeIfAbsent(spec, key -> new SyntheticMetagraph(key + "-v15"))
                    .encode(block, hotkey, hasPermit, stake.orElse(block), metagraphFields);
            return new JsonPrimitive(RecordedChain.hex(result));
        }
        byte[] metadata = metadata(staleMetadata == null ? spec : staleMetadata);
        byte[] length = new weir.chain.internal.scale.ScaleWriter()
                .length(metadata.length)
                .toByteArray();
        return new JsonPrimitive("0x01" + RecordedChain.hex(length).substring(2)
                + RecordedChain.hex(metadata).substring(2));
    }

    static byte[] metadata(int spec) {
        return METADATA.computeIfAbsent(spec, key -> RecordedChain.metadata(key + "-v15"));
    }

    private int specAt(long block) {
        return specs.floorEntry(block).getValue();
    }

    private static JsonObject version(int spec) {
        JsonObject version = new JsonObject();
        version.addProperty("specVersion", spec);
        return version;
    }

    /** Returns the number of the block with a hash; {@code null} is the head. */
    public long blockOf(JsonElement hash) {
        if (hash.isJsonNull()) {
            return head;
        }
        Long number = numbers.get(hash.getAsString());
        if (number == null) {
            throw new AssertionError("unknown block " + hash);
        }
        return number;
    }

    private static final String NO_HASH = "0x" + "00".repeat(32);
    private final Map<Long, String> hashes = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>(Map.of(NO_HASH, FIRST_HEAD - 1));

    public String hashOf(long number) {
        return hashes.get(number);
    }

    /** Returns the hash of the block before the one with a hash. */
    public String parentOf(JsonElement hash) {
        return hashes.getOrDefault(blockOf(hash) - 1, NO_HASH);
    }

    private JsonObject header(long number) {
        ChainRuntime runtime = RecordedChain.runtime(specAt(number) + "-v15");
        long slot = chainMillis / (Long) runtime.constant("Aura", "SlotDuration");
        byte[] encodedSlot = new byte[8];
        java.nio.ByteBuffer.wrap(encodedSlot)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(slot);
        JsonArray logs = new JsonArray();
        logs.add("0x0661757261" + "20" + RecordedChain.hex(encodedSlot).substring(2));
        JsonObject digest = new JsonObject();
        digest.add("logs", logs);
        JsonObject header = new JsonObject();
        header.addProperty("number", "0x" + Long.toHexString(number));
        header.addProperty("parentHash", hashes.getOrDefault(number - 1, NO_HASH));
        header.addProperty("stateRoot", NO_HASH);
        header.addProperty("extrinsicsRoot", NO_HASH);
        header.add("digest", digest);
        String hash = BlockHeader.parse(header).hash();
        hashes.put(number, hash);
        numbers.put(hash, number);
        return header;
    }
}
