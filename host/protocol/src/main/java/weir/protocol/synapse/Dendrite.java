package weir.protocol.synapse;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import weir.protocol.Signer;
import weir.protocol.synapse.RebalanceRequest.WireInventory;
import weir.protocol.synapse.RebalanceRequest.WirePosition;
import weir.strategy.Inventory;
import weir.strategy.RebalanceQuery;

/**
 * Builds signed requests as a dendrite (a validator's HTTP client, Bittensor SDK 10) does: the same headers, signature and body. The
 * caller sends them; {@link RebalanceResponse} reads the responses. Not thread-safe.
 */
public final class Dendrite {

    /** Path to which a query is posted. */
    public static final String PATH = "/" + Subnet.REBALANCE_QUERY;

    private static final String TIMEOUT_SECONDS = "5.0";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String TOTAL_SIZE_BYTES = "6144";

    /** Headers that a dendrite sends for required fields. Each value is a placeholder of the field's Python type, in Base64. */
    private static final Map<String, String> INPUT_OBJECT_HEADERS = inputObjectHeaders();

    private final String uuid = UUID.randomUUID().toString();
    private final Signer signer;
    private final String hotkey;
    private final String axonHotkey;
    private final int axonPort;
    private final LongSupplier nonces;

    /**
     * A signed HTTP request.
     *
     * @param headers the headers that a dendrite sets, in its order
     * @param body the synapse as JSON
     */
    public record Request(Map<String, String> headers, String body) {}

    /**
     * Creates a dendrite whose nonces are the current time.
     *
     * @param signer the validator's key
     * @param axonPort port of the axon, the miner's server
     * @param axonHotkey the axon's ss58 address
     */
    public Dendrite(Signer signer, int axonPort, String axonHotkey) {
        this(signer, axonPort, axonHotkey, Dendrite::epochNanos);
    }

    /**
     * Creates a dendrite with given nonces, for requests that are signed some time before they are sent.
     *
     * @param signer the validator's key
     * @param axonPort port of the axon, the miner's server
     * @param axonHotkey the axon's ss58 address
     * @param nonces increasing numbers: the sender's clock, ns since the epoch
     */
    public Dendrite(Signer signer, int axonPort, String axonHotkey, LongSupplier nonces) {
        this.signer = signer;
        this.hotkey = signer.publicKey().ss58();
        this.axonHotkey = axonHotkey;
        this.axonPort = axonPort;
        this.nonces = nonces;
    }

    /** Returns the current time as a nonce: ns since the epoch. */
    public static long epochNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }

    /** Returns a signed request with the next nonce. */
    public Request request(RebalanceQuery query) {
        long nonce = nonces.getAsLong();
        byte[] payload = SigningPayload.dendrite(nonce, hotkey, axonHotkey, uuid);
        String signature = SigningPayload.formatSignature(signer.sign(payload));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HeaderNames.NAME, Subnet.REBALANCE_QUERY);
        headers.put(HeaderNames.TIMEOUT, TIMEOUT_SECONDS);
        headers.put(HeaderNames.AXON_IP, LOOPBACK);
        headers.put(HeaderNames.AXON_PORT, Integer.toString(axonPort));
        headers.put(HeaderNames.AXON_HOTKEY, axonHotkey);
        headers.put(HeaderNames.DENDRITE_IP, LOOPBACK);
        headers.put(HeaderNames.DENDRITE_VERSION, Integer.toString(Subnet.SDK_VERSION));
        headers.put(HeaderNames.DENDRITE_NONCE, Long.toString(nonce));
        headers.put(HeaderNames.DENDRITE_UUID, uuid);
        headers.put(HeaderNames.DENDRITE_HOTKEY, hotkey);
        headers.put(HeaderNames.DENDRITE_SIGNATURE, signature);
        headers.put(HeaderNames.HEADER_SIZE, "464");
        headers.put(HeaderNames.TOTAL_SIZE, TOTAL_SIZE_BYTES);
        headers.put(HeaderNames.BODY_HASH, SigningPayload.BODY_HASH);
        headers.put("Content-Type", "application/json");
        headers.putAll(INPUT_OBJECT_HEADERS);
        byte[] body = SynapseWriter.write(json -> {
            writeCommon(json, nonce, signature);
            writeQuery(json, query);
            json.name(FieldNames.ACCEPTED).value(true);
            json.name(FieldNames.REFUSAL_REASON).nullValue();
            json.name(FieldNames.DESIRED_POSITIONS).nullValue();
            json.name(FieldNames.MINER_METADATA).nullValue();
        });
        return new Request(Collections.unmodifiableMap(headers), new String(body, StandardCharsets.UTF_8));
    }

    private void writeCommon(JsonWriter json, long nonce, String signature) throws IOException {
        json.name(FieldNames.NAME).value(Subnet.REBALANCE_QUERY);
        json.name(FieldNames.TIMEOUT).jsonValue(TIMEOUT_SECONDS);
        json.name(FieldNames.TOTAL_SIZE).jsonValue(TOTAL_SIZE_BYTES);
        json.name(FieldNames.HEADER_SIZE).value(0);
        json.name(FieldNames.DENDRITE).beginObject();
        json.name(FieldNames.IP).value(LOOPBACK);
        json.name(FieldNames.VERSION).value(Subnet.SDK_VERSION);
        json.name(FieldNames.NONCE).value(nonce);
        json.name(FieldNames.UUID).value(uuid);
        json.name(FieldNames.HOTKEY).value(hotkey);
        json.name(FieldNames.SIGNATURE).value(signature);
        json.endObject();
        json.name(FieldNames.AXON).beginObject();
        json.name(FieldNames.IP).value(LOOPBACK);
        json.name(FieldNames.PORT).value(axonPort);
        json.name(FieldNames.HOTKEY).value(axonHotkey);
        json.endObject();
        json.name(FieldNames.COMPUTED_BODY_HASH).value("");
    }

    private static void writeQuery(JsonWriter json, RebalanceQuery query) throws IOException {
        SynapseWriter.writeRound(json, query, query.snLiquidityManagerAddress(), query.pairAddress());
        // Validators send a double, which loses the last digits of the price.
        json.name(FieldNames.CURRENT_PRICE)
                .value(query.currentPrice().sqrtPriceX96().doubleValue());
        SynapseWriter.writePositions(
                json.name(FieldNames.CURRENT_POSITIONS),
                query.currentPositions().stream().map(WirePosition::of).toList());
        Inventory inventory = query.inventoryRemaining();
        SynapseWriter.writeInventory(
                json.name(FieldNames.INVENTORY_REMAINING),
                new WireInventory(
                        inventory.amount0().toString(), inventory.amount1().toString()));
        SynapseWriter.writeTail(json, query);
    }

    private static Map<String, String> inputObjectHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String field : FieldNames.REQUIRED) {
            String placeholder =
                    switch (field) {
                        case FieldNames.BLOCK_NUMBER -> "0";
                        case FieldNames.CURRENT_PRICE -> "0.0";
                        case FieldNames.CURRENT_POSITIONS -> "[]";
                        default -> "\"\"";
                    };
            headers.put(
                    HeaderNames.INPUT_OBJECT_PREFIX + field,
                    Base64.getEncoder().encodeToString(placeholder.getBytes(StandardCharsets.UTF_8)));
        }
        return headers;
    }
}
