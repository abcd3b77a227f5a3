package weir.axon.internal.auth;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import weir.keys.KeyPair;
import weir.protocol.synapse.HeaderNames;
import weir.protocol.synapse.SigningPayload;
import weir.vectors.Recorded;

/** Recorded signed requests of both protocols, with the policy and the clock that they were made for. */
public final class SignedCases {

    /**
     * One recorded case.
     *
     * @param status what ours answers to the last step
     */
    public record Case(String id, int status, List<Step> steps) {
        @Override
        public String toString() {
            return id;
        }
    }

    /** One request. */
    public record Step(String method, String path, Map<String, String> headers, String body) {

        Authenticator.RequestHead head() {
            Map<String, String> lower = new LinkedHashMap<>();
            headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
            return new Authenticator.RequestHead(
                    method, path, InetAddress.getLoopbackAddress(), name -> lower.get(name.toLowerCase(Locale.ROOT)));
        }
    }

    private static final JsonObject DENDRITE =
            Recorded.VECTORS.json("bittensor/axon-requests.json").getAsJsonObject();

    private SignedCases() {}

    public static long now() {
        return DENDRITE.get("nowNs").getAsLong();
    }

    public static List<Case> dendrite() {
        List<Case> cases = new ArrayList<>();
        for (JsonElement element : DENDRITE.getAsJsonArray("cases")) {
            JsonObject one = element.getAsJsonObject();
            List<Step> steps = new ArrayList<>();
            for (JsonElement step : one.getAsJsonArray("steps")) {
                steps.add(step(step.getAsJsonObject(), "path"));
            }
            // Recorded before it was known that honest requests arrive out of order; each nonce is accepted once in any
            // order.
            boolean isOutOfOrder = one.get("id").getAsString().equals("nonce_lower");
            int status = isOutOfOrder
                    ? 200
                    : one.getAsJsonArray("recommended").get(0).getAsInt();
            cases.add(new Case(one.get("id").getAsString(), status, steps));
        }
        return cases;
    }

    /** The policy of the recorded dendrite requests. */
    public static AccessControl.Policy policy(Path folder) {
        double minStake = DENDRITE.getAsJsonObject("policy").get("minStake").getAsDouble();
        return policy(hotkey("miner"), folder, minStake, Set.of());
    }

    /** A policy without rate limits. */
    static AccessControl.Policy policy(String hotkey, Path folder, double minStake, Set<String> allow) {
        return new AccessControl.Policy(hotkey, folder.resolve("nonces"), minStake, allow, Set.of(), 0, 0);
    }

    /** The metagraph of the recorded dendrite requests. */
    public static FixedMetagraph metagraph() {
        return FixedMetagraph.of(DENDRITE.getAsJsonObject("policy").getAsJsonArray("metagraph"));
    }

    public static String hotkey(String role) {
        return DENDRITE.getAsJsonObject("keys")
                .getAsJsonObject(role)
                .get("ss58")
                .getAsString();
    }

    /**
     * The recorded requests of {@code btauth/1} as the validator of {@link #policy} would send them: each gets as far as its
     * signature, which is another's.
     */
    public static List<Step> btauthOfOthers() {
        Map<String, String> roles = Map.of(
                HeaderNames.BTAUTH_HOTKEY, hotkey("validator"),
                HeaderNames.BTAUTH_RECEIVER, hotkey("miner"));
        List<Step> steps = new ArrayList<>();
        for (JsonElement element : btauth().getAsJsonArray("cases")) {
            Step recorded = step(element.getAsJsonObject().getAsJsonObject("request"), "target");
            Map<String, String> headers = new LinkedHashMap<>(recorded.headers());
            roles.forEach(headers::replace);
            steps.add(new Step("POST", "/RebalanceQuery", headers, recorded.body()));
        }
        return steps;
    }

    /**
     * Requests of {@code btauth/1} that pass, each once: signed by the validator of {@link #policy}, at most as many as there
     * are nanoseconds in its window. The signatures differ from call to call, as sr25519 has it.
     */
    public static List<Step> btauthSigned(int count, String path, String body) {
        String hotkey = hotkey("validator");
        String secret = DENDRITE.getAsJsonObject("keys")
                .getAsJsonObject("validator")
                .get("miniSecret")
                .getAsString();
        List<Step> steps = new ArrayList<>();
        try (KeyPair validator = KeyPair.ofMiniSecret(HexFormat.of().parseHex(secret.substring(2)))) {
            for (int i = 0; i < count; i++) {
                BtAuthHeaders sender = new BtAuthHeaders(hotkey, hotkey("miner"), now() + i, null);
                byte[] payload = sender.signedPayload("POST", path, body.getBytes(StandardCharsets.UTF_8));
                Map<String, String> headers = new LinkedHashMap<>();
                headers.put(HeaderNames.BTAUTH_VERSION, "1");
                headers.put(HeaderNames.BTAUTH_HOTKEY, hotkey);
                headers.put(HeaderNames.BTAUTH_RECEIVER, sender.receiver());
                headers.put(HeaderNames.BTAUTH_NONCE, Long.toString(sender.nonce()));
                headers.put(HeaderNames.BTAUTH_SIGNATURE, SigningPayload.formatSignature(validator.sign(payload)));
                steps.add(new Step("POST", path, headers, body));
            }
        }
        return steps;
    }

    static JsonObject btauth() {
        return Recorded.VECTORS.json("bittensor/btauth1-requests.json").getAsJsonObject();
    }

    static Step step(JsonObject request, String target) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonElement header : request.getAsJsonArray("headers")) {
            JsonArray pair = header.getAsJsonArray();
            headers.put(pair.get(0).getAsString(), pair.get(1).getAsString());
        }
        return new Step(
                request.get("method").getAsString(),
                request.get(target).getAsString(),
                headers,
                request.get("body").getAsString());
    }
}
