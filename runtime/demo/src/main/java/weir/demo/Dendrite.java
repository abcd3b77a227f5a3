package weir.demo;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import weir.demo.internal.SynapseJson;
import weir.keys.KeyPair;
import weir.strategy.RebalanceQuery;

/**
 * What a validator's dendrite of SDK 10 sends and how it reads the answer: the same headers, signature and body. How they
 * travel is the caller's business. For one thread.
 */
public final class Dendrite {

    /** Path that a query is posted to. */
    public static final String PATH = "/RebalanceQuery";

    private static final int MAX_SHOWN = 160;
    private static final String VERSION = "10002000";

    /** SHA3-256 of nothing: the synapse has no required hash fields. */
    private static final String BODY_HASH = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";

    /** The dummies that a dendrite sends for each required field, by their Python type. */
    private static final Map<String, String> INPUT_OBJECTS = inputObjects();

    private final String uuid = UUID.randomUUID().toString();
    private final KeyPair key;
    private final String axonHotkey;
    private final int port;
    private final LongSupplier nonces;

    /**
     * A request to send.
     *
     * @param headers those that a dendrite sets itself, in its order
     * @param body the synapse as JSON
     */
    public record Request(Map<String, String> headers, String body) {}

    /**
     * A dendrite whose nonces are the time.
     *
     * @param key the validator's; the caller closes it
     * @param port the axon's
     * @param axonHotkey the address that the axon answers for
     */
    public Dendrite(KeyPair key, int port, String axonHotkey) {
        this(key, port, axonHotkey, Dendrite::epochNanos);
    }

    /**
     * A dendrite with a clock of its own, for requests that are signed before they are sent.
     *
     * @param key the validator's; the caller closes it
     * @param port the axon's
     * @param axonHotkey the address that the axon answers for
     * @param nonces ns since the epoch; each has to be above the last one
     */
    public Dendrite(KeyPair key, int port, String axonHotkey, LongSupplier nonces) {
        this.key = key;
        this.axonHotkey = axonHotkey;
        this.port = port;
        this.nonces = nonces;
    }

    /** The clock of a dendrite: ns since the epoch. */
    public static long epochNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }

    /** A query, signed; each with a nonce of its own. */
    public Request request(RebalanceQuery query) {
        long nonce = nonces.getAsLong();
        String hotkey = key.publicKey().ss58();
        String message = nonce + "." + hotkey + "." + axonHotkey + "." + uuid + "." + BODY_HASH;
        String signature = "0x" + HexFormat.of().formatHex(key.sign(message.getBytes(StandardCharsets.UTF_8)));

        JsonObject dendrite = new JsonObject();
        dendrite.addProperty("ip", "127.0.0.1");
        dendrite.addProperty("version", Integer.parseInt(VERSION));
        dendrite.addProperty("nonce", nonce);
        dendrite.addProperty("uuid", uuid);
        dendrite.addProperty("hotkey", hotkey);
        dendrite.addProperty("signature", signature);
        JsonObject axon = new JsonObject();
        axon.addProperty("ip", "127.0.0.1");
        axon.addProperty("port", port);
        axon.addProperty("hotkey", axonHotkey);

        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("name", "RebalanceQuery");
        headers.put("timeout", "5.0");
        headers.put("bt_header_axon_ip", "127.0.0.1");
        headers.put("bt_header_axon_port", Integer.toString(port));
        headers.put("bt_header_axon_hotkey", axonHotkey);
        headers.put("bt_header_dendrite_ip", "127.0.0.1");
        headers.put("bt_header_dendrite_version", VERSION);
        headers.put("bt_header_dendrite_nonce", Long.toString(nonce));
        headers.put("bt_header_dendrite_uuid", uuid);
        headers.put("bt_header_dendrite_hotkey", hotkey);
        headers.put("bt_header_dendrite_signature", signature);
        headers.put("header_size", "464");
        headers.put("total_size", "6144");
        headers.put("computed_body_hash", BODY_HASH);
        headers.put("Content-Type", "application/json");
        headers.putAll(INPUT_OBJECTS);
        return new Request(Collections.unmodifiableMap(headers), SynapseJson.body(query, dendrite, axon));
    }

    /**
     * What came back, as strictly as a dendrite takes it.
     *
     * @param query what was asked
     * @param status HTTP status
     * @param body the answer
     * @param nanos how long it took
     */
    public static DendriteResponse read(RebalanceQuery query, int status, String body, long nanos) {
        return status == 200
                ? SynapseJson.read(query, body, nanos)
                : DendriteResponse.failed("HTTP status " + status + ": " + brief(body), nanos);
    }

    private static String brief(String body) {
        String line = body.replaceAll("\\s+", " ").strip();
        return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
    }

    private static Map<String, String> inputObjects() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String field :
                new String[] {"job_id", "sn_liquidity_manager_address", "pair_address", "round_id", "round_type"}) {
            headers.put(field, "\"\"");
        }
        headers.put("block_number", "0");
        headers.put("current_price", "0.0");
        headers.put("current_positions", "[]");
        Map<String, String> encoded = new LinkedHashMap<>();
        headers.forEach((field, dummy) -> encoded.put(
                "bt_header_input_obj_" + field,
                Base64.getEncoder().encodeToString(dummy.getBytes(StandardCharsets.UTF_8))));
        return encoded;
    }
}
