package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.axon.internal.auth.AccessControl;
import weir.axon.internal.auth.Authenticator;
import weir.axon.internal.auth.FixedMetagraph;
import weir.axon.internal.auth.SignedCases;
import weir.axon.internal.handler.RequestQueue;
import weir.protocol.synapse.HeaderNames;
import weir.protocol.synapse.VaultRegistration;
import weir.router.Caller;
import weir.router.audit.VaultQueryEvent;
import weir.strategy.Decision;
import weir.vectors.Recorded;

/** {@code VaultRegistrationQuery} on a socket of the axon, over both protocols. */
class VaultRegistrationTest {

    /** Shortly after the nonces of all recorded requests. */
    private static final long NOW_NS = 1_795_974_235_000_000_000L;

    private static final String VALIDATOR = "5FezJRgQestMaqzff7CRcxn3D4SoFWNw3SXLgfq5GX1vKGoX";
    private static final String MINER = "5HBc1MibYNL7BC9hANQdhQXuDFhUqvXXxKS9u2mZXigwUGi8";
    private static final VaultRegistration VAULT =
            new VaultRegistration(Optional.of("0xAbCdEf0123456789aBCDef0123456789AbCdEF01"), 8453);

    /** Where Weir differs from the recorded reference: it rejects what the reference fails on, and accepts POST only. */
    private static final Map<String, Integer> OTHER_STATUS = Map.of(
            "raw_body_empty", 400,
            "raw_body_chain_text", 400,
            "raw_body_array", 400,
            "raw_get", 405,
            "vault_handler_raises_500", 200,
            "vault_slow_408", 200,
            "vault_unknown_404", 200);

    private final FixedRouter router = new FixedRouter(timeout -> Decision.keep("test"));

    @TempDir
    Path folder;

    @Test
    void recordedExchangesAreAnsweredLikeTheReferenceImplementation() throws Exception {
        JsonObject exchanges =
                Recorded.VECTORS.json("bittensor/wire-vault-registration.json").getAsJsonObject();
        Map<String, Integer> expected = new TreeMap<>(OTHER_STATUS);
        Map<String, Integer> answered = new TreeMap<>();
        for (Map.Entry<String, JsonElement> exchange : exchanges.entrySet()) {
            String name = exchange.getKey();
            String request =
                    exchange.getValue().getAsJsonObject().get("request").getAsString();
            String response =
                    exchange.getValue().getAsJsonObject().get("response").getAsString();
            boolean isRecordedSuccess = response.startsWith("HTTP/1.1 200");
            if (!response.isEmpty()) {
                expected.putIfAbsent(name, Integer.valueOf(response.substring(9, 12)));
            }
            JsonObject recorded = isRecordedSuccess ? body(response) : null;
            VaultRegistration vault = isRecordedSuccess ? vaultOf(recorded) : VAULT;
            try (TestServer served = server(authenticator(name), vault)) {
                if (name.equals("raw_replay")) {
                    assertEquals(200, exchange(served, request).status());
                }
                RawClient.Reply reply = exchange(served, request);
                answered.put(name, reply.status());
                assertEquals(Integer.toString(reply.status()), reply.header(HeaderNames.AXON_STATUS_CODE), name);
                if (reply.status() == 200) {
                    checkAnswer(name, vault, reply);
                    if (recorded != null) {
                        assertEchoed(name, recorded, reply.json(), body(request));
                    }
                }
            }
        }
        assertEquals(expected, answered);
    }

    private static void checkAnswer(String name, VaultRegistration vault, RawClient.Reply reply) {
        assertTrue(reply.isAccepted(true), () -> name + ": " + reply);
        JsonObject answer = reply.json();
        assertEquals(vault, vaultOf(answer), name);
        assertEquals(vault.address().isPresent(), answer.get("has_vault").getAsBoolean(), name);
        assertTrue(answer.get("timeout").getAsDouble() > 0, name);
        assertTrue(answer.get("dendrite").isJsonObject(), name);
    }

    /** The members of the request, and those without which a dendrite fails, are as the reference sends them. */
    private static void assertEchoed(String name, JsonObject recorded, JsonObject answer, JsonObject request) {
        for (Map.Entry<String, JsonElement> member : recorded.entrySet()) {
            boolean isRequired = Set.of("timeout", "dendrite", "has_vault", "vault_address", "chain_id")
                    .contains(member.getKey());
            if (!member.getKey().equals("axon") && (isRequired || request.has(member.getKey()))) {
                assertEquals(member.getValue(), answer.get(member.getKey()), name + "." + member.getKey());
            }
        }
    }

    @Test
    void everyAnsweredQueryIsReportedWithItsCaller() throws Exception {
        String request = Recorded.VECTORS
                .json("bittensor/wire-vault-registration.json")
                .getAsJsonObject()
                .getAsJsonObject("vault_ok_200")
                .get("request")
                .getAsString();
        try (TestServer served = server(authenticator("vault_ok_200"), VAULT)) {
            assertEquals(200, exchange(served, request).status());
            assertEquals(401, exchange(served, request).status(), "a replay is not reported");
        }
        VaultQueryEvent event = router.vaultQueries().get(0);
        assertEquals(1, router.vaultQueries().size());
        assertEquals(Optional.of(new Caller(VALIDATOR, Caller.Scheme.DENDRITE)), event.caller());
        assertEquals(VAULT.address(), event.vault());
        assertEquals(8453, event.chainId());
    }

    @Test
    void signedQueryOfTheNewProtocolIsAnsweredOnce() throws Exception {
        AccessControl access = new AccessControl(
                SignedCases.policy(folder), SignedCases.metagraph(), SignedCases::now, System::nanoTime, event -> {});
        SignedCases.Step step =
                SignedCases.btauthSigned(1, "/VaultRegistrationQuery", "{}").get(0);
        try (TestServer served = server(access.authenticator(), VAULT)) {
            String changed = request(step).replace("{}", "[]");
            assertEquals(401, exchange(served, changed).status(), "the signature covers the body");
            RawClient.Reply reply = exchange(served, request(step));
            assertEquals(200, reply.status(), reply::body);
            checkAnswer("btauth", VAULT, reply);
            assertEquals(401, exchange(served, request(step)).status());
        }
        assertEquals(
                Caller.Scheme.BTAUTH,
                router.vaultQueries().get(0).caller().orElseThrow().scheme());
    }

    @Test
    void minerWithoutAVaultSaysSo() throws Exception {
        try (TestServer served = server(Authenticator.LOOPBACK_ONLY, VaultRegistration.none())) {
            RawClient.Reply reply =
                    exchange(served, "POST /VaultRegistrationQuery HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}");
            checkAnswer("{}", VaultRegistration.none(), reply);
            assertFalse(reply.json().get("has_vault").getAsBoolean());
            assertTrue(reply.json().get("vault_address").isJsonNull());
        }
    }

    /** Each request has its own list of used nonces. One recorded request is that of a validator that the miner does not know. */
    private Authenticator authenticator(String name) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        FixedMetagraph metagraph = new FixedMetagraph();
        if (!name.equals("vault_blacklisted_403")) {
            metagraph.with(VALIDATOR, true, 5000);
        }
        AccessControl.Policy policy =
                new AccessControl.Policy(MINER, own.resolve("nonces"), 1000, Set.of(), Set.of(), 0, 0);
        return new AccessControl(policy, metagraph, () -> NOW_NS, System::nanoTime, event -> {}).authenticator();
    }

    private TestServer server(Authenticator authenticator, VaultRegistration vault) throws Exception {
        return new TestServer(authenticator, TestServer.GENEROUS, new RequestQueue(4, 16), router, vault);
    }

    private static RawClient.Reply exchange(TestServer served, String request) throws IOException {
        try (RawClient client = new RawClient(served.port())) {
            return client.exchange(request);
        }
    }

    private static String request(SignedCases.Step step) {
        StringBuilder head = new StringBuilder("POST " + step.path() + " HTTP/1.1\r\nHost: a\r\n");
        step.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return head + "Content-Length: " + step.body().length() + "\r\n\r\n" + step.body();
    }

    private static VaultRegistration vaultOf(JsonObject answer) {
        JsonElement address = answer.get("vault_address");
        return new VaultRegistration(
                address.isJsonNull() ? Optional.empty() : Optional.of(address.getAsString()),
                answer.get("chain_id").getAsLong());
    }

    private static JsonObject body(String message) {
        return JsonParser.parseString(message.substring(message.indexOf("\r\n\r\n") + 4))
                .getAsJsonObject();
    }
}
