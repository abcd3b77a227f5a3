package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.axon.internal.auth.FixedMetagraph;
import weir.fixtures.RebalanceBodies;
import weir.keys.KeyPair;
import weir.protocol.synapse.Dendrite;
import weir.protocol.synapse.HeaderNames;
import weir.protocol.synapse.SigningPayload;
import weir.router.Caller;
import weir.strategy.Decision;

/** The axon in a framework with a hotkey: both protocols, signed with generated keys. */
class AxonComponentTest {

    private static final KeyPair VALIDATOR = key(1);
    private static final KeyPair UNKNOWN = key(4);
    private static final String DENIED = key(5).publicKey().ss58();
    static final String US = key(2).publicKey().ss58();

    @TempDir
    static Path folder;

    private static final FixedRouter ROUTER = new FixedRouter(timeout -> Decision.keep("test"));

    private static AxonFramework host;

    @BeforeAll
    static void start() throws Exception {
        Map<String, ?> configuration = Map.of(
                "hotkey", US, "nonces", folder.resolve("nonces").toString(), "deny", new String[] {DENIED, DENIED});
        FixedMetagraph metagraph =
                new FixedMetagraph().with(VALIDATOR.publicKey().ss58(), true, 5000);
        host = new AxonFramework(folder.resolve("framework"), ROUTER, metagraph, configuration);
    }

    @AfterAll
    static void stop() throws Exception {
        host.close();
    }

    static KeyPair key(int fill) {
        byte[] miniSecret = new byte[32];
        Arrays.fill(miniSecret, (byte) fill);
        return KeyPair.ofMiniSecret(miniSecret);
    }

    @Test
    void signedRequestOfAValidatorIsAnsweredOnce() throws Exception {
        String request = dendrite(VALIDATOR, Dendrite.epochNanos());
        assertTrue(exchange(request).isAccepted(false));
        RawClient.Reply replay = exchange(request);
        assertEquals(401, replay.status());
        assertTrue(replay.message().contains("ReplayedRequest"), replay::message);
    }

    @Test
    void unknownAndDeniedHotkeysAreRejected() throws Exception {
        RawClient.Reply unknown = exchange(dendrite(UNKNOWN, Dendrite.epochNanos()));
        assertEquals(403, unknown.status());
        assertEquals("Forbidden. Key is blacklisted: Unrecognized hotkey.", unknown.message());
        assertEquals(
                "Forbidden. Key is blacklisted: Denied hotkey.",
                exchange(dendrite(key(5), Dendrite.epochNanos())).message(),
                "named twice in the list");
        try (RawClient client = new RawClient(host.port())) {
            RawClient.Reply unsigned = client.post("/RebalanceQuery", new byte[0]);
            assertEquals(401, unsigned.status());
            assertEquals("Not Verified with error: Missing hotkey", unsigned.message());
        }
    }

    @Test
    void btAuthSignatureCoversTheBody() throws Exception {
        String body = RebalanceBodies.valid();
        String request = btauth(Dendrite.epochNanos(), "/RebalanceQuery?a=%20b", body);
        assertEquals(401, exchange(request.replace("job-1", "job-2")).status());
        assertEquals(200, exchange(request).status());
        RawClient.Reply replay = exchange(request);
        assertEquals(401, replay.status());
        assertTrue(replay.message().contains("ReplayedRequest"), replay::message);
    }

    @Test
    void routerGetsTheCallerAndReportsOfRejections() throws Exception {
        String hotkey = VALIDATOR.publicKey().ss58();
        assertEquals(200, exchange(dendrite(VALIDATOR, Dendrite.epochNanos())).status());
        assertTrue(ROUTER.callers().contains(Optional.of(new Caller(hotkey, Caller.Scheme.DENDRITE))));
        assertEquals(
                200,
                exchange(btauth(Dendrite.epochNanos(), "/RebalanceQuery", RebalanceBodies.valid()))
                        .status());
        assertTrue(ROUTER.callers().contains(Optional.of(new Caller(hotkey, Caller.Scheme.BTAUTH))));
        exchange(dendrite(UNKNOWN, Dendrite.epochNanos()));
        assertTrue(ROUTER.rejections().stream()
                .anyMatch(event -> event.hotkey().equals(UNKNOWN.publicKey().ss58()) && event.status() == 403));
        assertTrue(host.health().contains(UNKNOWN.publicKey().ss58()), host.health());
    }

    @Test
    void healthReportsClockSkew() throws Exception {
        RawClient.Reply reply = exchange(dendrite(VALIDATOR, Dendrite.epochNanos() + 120_000_000_000L));
        assertEquals(401, reply.status());
        assertTrue(reply.message().contains("your clock is 1"), reply::message);
        assertTrue(host.health().contains("your clock is 1"), host.health());
    }

    @Test
    void healthCheckSendsAnUnsignedRequestOverThePort() throws Exception {
        assertTrue(host.health().contains("port " + host.port() + " answered an unsigned request in"), host.health());
    }

    private static RawClient.Reply exchange(String request) throws IOException {
        try (RawClient client = new RawClient(host.port())) {
            return client.exchange(request);
        }
    }

    /** A query to {@link #US} as text of HTTP. */
    static String dendrite(KeyPair key, long nonce) {
        String hotkey = key.publicKey().ss58();
        byte[] signature = key.sign(SigningPayload.dendrite(nonce, hotkey, US, "uuid"));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HeaderNames.NAME, "RebalanceQuery");
        headers.put(HeaderNames.TIMEOUT, "5.0");
        headers.put(HeaderNames.DENDRITE_NONCE, Long.toString(nonce));
        headers.put(HeaderNames.DENDRITE_UUID, "uuid");
        headers.put(HeaderNames.DENDRITE_HOTKEY, hotkey);
        headers.put(HeaderNames.DENDRITE_SIGNATURE, SigningPayload.formatSignature(signature));
        headers.put(HeaderNames.BODY_HASH, SigningPayload.BODY_HASH);
        return post("/RebalanceQuery", headers, RebalanceBodies.valid());
    }

    private static String btauth(long nonce, String target, String body) {
        String hotkey = VALIDATOR.publicKey().ss58();
        byte[] payload =
                SigningPayload.btauth("POST", target, body.getBytes(StandardCharsets.UTF_8), nonce, hotkey, US);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HeaderNames.BTAUTH_VERSION, "1");
        headers.put(HeaderNames.BTAUTH_HOTKEY, hotkey);
        headers.put(HeaderNames.BTAUTH_RECEIVER, US);
        headers.put(HeaderNames.BTAUTH_NONCE, Long.toString(nonce));
        headers.put(HeaderNames.BTAUTH_SIGNATURE, SigningPayload.formatSignature(VALIDATOR.sign(payload)));
        return post(target, headers, body);
    }

    private static String post(String target, Map<String, String> headers, String body) {
        StringBuilder head = new StringBuilder("POST " + target + " HTTP/1.1\r\nHost: a\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }
}
