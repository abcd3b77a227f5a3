package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.axon.internal.wire.Bodies;
import weir.keys.KeyPair;
import weir.router.Answer;
import weir.router.Outcome;
import weir.router.RouteStatus;
import weir.router.Router;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

/** The real framework with a hotkey configured: both protocols on one port, freshly signed by throw-away keys. */
class AxonComponentTest {

    private static final String BODY_HASH = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";
    private static final KeyPair VALIDATOR = key(1);
    private static final KeyPair STRANGER = key(4);
    private static final String DENIED = key(5).publicKey().ss58();
    private static final String US = key(2).publicKey().ss58();

    @TempDir
    static Path folder;

    private static AxonFramework host;

    @BeforeAll
    static void start() throws Exception {
        String hotkey = VALIDATOR.publicKey().ss58();
        Path metagraph = Files.writeString(
                folder.resolve("metagraph.json"),
                "{\"neurons\": [{\"hotkey\": \"" + hotkey + "\", \"permit\": true, \"stake\": 5000}]}");
        Map<String, ?> configuration = Map.of(
                "hotkey",
                US,
                "metagraph",
                metagraph.toString(),
                "nonces",
                folder.resolve("nonces").toString(),
                "deny",
                new String[] {DENIED, DENIED});
        host = new AxonFramework(folder.resolve("framework"), new KeepingRouter(), configuration);
    }

    @AfterAll
    static void stop() throws Exception {
        host.close();
    }

    private static final class KeepingRouter implements Router {
        @Override
        public Answer decide(RebalanceQuery query, Duration timeout) {
            return new Answer(
                    Decision.keep("test"),
                    Optional.of("default"),
                    Optional.of("hold"),
                    Optional.of(new Version("1.0.0")),
                    Outcome.PASSED);
        }

        @Override
        public List<RouteStatus> routes() {
            return List.of();
        }

        @Override
        public List<String> problems() {
            return List.of();
        }
    }

    private static KeyPair key(int fill) {
        byte[] miniSecret = new byte[32];
        Arrays.fill(miniSecret, (byte) fill);
        return KeyPair.ofMiniSecret(miniSecret);
    }

    @Test
    void aDendriteOfAValidatorIsServedOnce() throws Exception {
        String request = dendrite(VALIDATOR, now());
        assertTrue(DendriteRules.accepts(exchange(request), false));
        RawClient.Reply replay = exchange(request);
        assertEquals(401, replay.status());
        assertEquals("Not Verified with error: Nonce is too old, a newer one was last processed", replay.message());
    }

    @Test
    void strangersAreNot() throws Exception {
        RawClient.Reply stranger = exchange(dendrite(STRANGER, now()));
        assertEquals(403, stranger.status());
        assertEquals("Forbidden. Key is blacklisted: Unrecognized hotkey.", stranger.message());
        assertEquals(
                "Forbidden. Key is blacklisted: Denied hotkey.",
                exchange(dendrite(key(5), now())).message(),
                "whom the list names twice");
        try (RawClient peer = new RawClient(host.port())) {
            RawClient.Reply nobody = peer.post("/RebalanceQuery", new byte[0]);
            assertEquals(401, nobody.status());
            assertEquals("Not Verified with error: Missing hotkey", nobody.message());
        }
    }

    @Test
    void btAuthCoversTheBody() throws Exception {
        String body = Bodies.valid();
        String request = btauth(now(), "/RebalanceQuery?a=%20b", body);
        assertEquals(401, exchange(request.replace("job-1", "job-2")).status());
        assertEquals(200, exchange(request).status());
        RawClient.Reply replay = exchange(request);
        assertEquals(401, replay.status());
        assertTrue(replay.message().contains("ReplayedRequest"), replay::message);
    }

    @Test
    void theOperatorSeesClocksThatDiffer() throws Exception {
        RawClient.Reply reply = exchange(dendrite(VALIDATOR, now() + 120_000_000_000L));
        assertEquals(401, reply.status());
        assertTrue(reply.message().contains("your clock is 1"), reply::message);
        assertTrue(host.health().contains("your clock is 1"), host.health());
    }

    private static RawClient.Reply exchange(String request) throws IOException {
        try (RawClient peer = new RawClient(host.port())) {
            return peer.exchange(request);
        }
    }

    private static String dendrite(KeyPair key, long nonce) {
        String hotkey = key.publicKey().ss58();
        String body = Bodies.valid();
        String message = nonce + "." + hotkey + "." + US + ".uuid." + BODY_HASH;
        return "POST /RebalanceQuery HTTP/1.1\r\nHost: a\r\nname: RebalanceQuery\r\ntimeout: 5.0\r\n"
                + "bt_header_dendrite_nonce: " + nonce + "\r\nbt_header_dendrite_uuid: uuid\r\n"
                + "bt_header_dendrite_hotkey: " + hotkey + "\r\nbt_header_dendrite_signature: "
                + signature(key, message)
                + "\r\ncomputed_body_hash: " + BODY_HASH + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String btauth(long nonce, String target, String body) throws Exception {
        String hotkey = VALIDATOR.publicKey().ss58();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
        String message = String.join(
                "\n",
                "btauth/1",
                "sr25519",
                "POST",
                target,
                HexFormat.of().formatHex(hash),
                Long.toString(nonce),
                hotkey,
                US);
        return "POST " + target + " HTTP/1.1\r\nHost: a\r\nX-Bittensor-Version: 1\r\nX-Bittensor-Hotkey: " + hotkey
                + "\r\nX-Bittensor-Receiver: " + US + "\r\nX-Bittensor-Nonce: " + nonce + "\r\nX-Bittensor-Signature: "
                + signature(VALIDATOR, message) + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String signature(KeyPair key, String message) {
        return "0x" + HexFormat.of().formatHex(key.sign(message.getBytes(StandardCharsets.UTF_8)));
    }

    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
