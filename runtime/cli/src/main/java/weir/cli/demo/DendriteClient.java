package weir.cli.demo;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import weir.strategy.RebalanceQuery;
import weir.wallet.KeyPair;

/**
 * Asks an axon as a validator's dendrite of SDK 10 does: the same path, headers, signature and body, the same 5 s, one kept
 * connection. For one thread.
 */
final class DendriteClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_SHOWN = 160;
    private static final String VERSION = "10002000";

    /** SHA3-256 of nothing: the synapse has no required hash fields. */
    private static final String BODY_HASH = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";

    /** The dummies that a dendrite sends for each required field, by their Python type. */
    private static final Map<String, String> INPUT_OBJECTS = inputObjects();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final String uuid = UUID.randomUUID().toString();
    private final KeyPair key;
    private final String axonHotkey;
    private final int port;

    /**
     * @param key the validator's; the caller closes it
     * @param port the axon's, on loopback
     * @param axonHotkey the address that the axon answers for
     */
    DendriteClient(KeyPair key, int port, String axonHotkey) {
        this.key = key;
        this.axonHotkey = axonHotkey;
        this.port = port;
    }

    /** Asks; never throws for what the host does. */
    DendriteAnswer ask(RebalanceQuery query) {
        HttpRequest request = request(query);
        long start = System.nanoTime();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            long nanos = System.nanoTime() - start;
            return response.statusCode() == 200
                    ? Synapse.read(query, response.body(), nanos)
                    : DendriteAnswer.failed(
                            "HTTP status " + response.statusCode() + ": " + brief(response.body()), nanos);
        } catch (IOException e) {
            return DendriteAnswer.failed(e.toString(), System.nanoTime() - start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DendriteAnswer.failed("interrupted", System.nanoTime() - start);
        }
    }

    private static String brief(String body) {
        String line = body.replaceAll("\\s+", " ").strip();
        return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
    }

    private HttpRequest request(RebalanceQuery query) {
        Instant now = Instant.now();
        long nonce = now.getEpochSecond() * 1_000_000_000 + now.getNano();
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

        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/RebalanceQuery"))
                .timeout(TIMEOUT)
                .header("name", "RebalanceQuery")
                .header("timeout", "5.0")
                .header("bt_header_axon_ip", "127.0.0.1")
                .header("bt_header_axon_port", Integer.toString(port))
                .header("bt_header_axon_hotkey", axonHotkey)
                .header("bt_header_dendrite_ip", "127.0.0.1")
                .header("bt_header_dendrite_version", VERSION)
                .header("bt_header_dendrite_nonce", Long.toString(nonce))
                .header("bt_header_dendrite_uuid", uuid)
                .header("bt_header_dendrite_hotkey", hotkey)
                .header("bt_header_dendrite_signature", signature)
                .header("header_size", "464")
                .header("total_size", "6144")
                .header("computed_body_hash", BODY_HASH)
                .header("Content-Type", "application/json");
        INPUT_OBJECTS.forEach(request::header);
        return request.POST(HttpRequest.BodyPublishers.ofString(Synapse.body(query, dendrite, axon)))
                .build();
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
