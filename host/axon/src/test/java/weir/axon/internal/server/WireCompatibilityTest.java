package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weir.axon.internal.auth.FixedMetagraph;
import weir.axon.internal.handler.BodyReader;
import weir.axon.internal.handler.SynapseHandler;
import weir.fixtures.RebalanceBodies;
import weir.protocol.synapse.HeaderNames;
import weir.strategy.Decision;
import weir.strategy.Position;
import weir.vectors.Recorded;

/** The wire format as a client sees it, on a socket of the axon in a framework. */
class WireCompatibilityTest {

    @TempDir
    static Path storage;

    private static final AtomicReference<Decision> DECISION = new AtomicReference<>(Decision.keep("test"));
    private static final AtomicReference<Duration> TIMEOUT = new AtomicReference<>();
    private static AxonFramework host;

    @BeforeAll
    static void start() throws Exception {
        host = new AxonFramework(
                storage,
                new FixedRouter(timeout -> {
                    TIMEOUT.set(timeout);
                    return DECISION.get();
                }),
                new FixedMetagraph(),
                Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        host.close();
    }

    @Test
    void recordedRequestsAreAnsweredLikeTheReferenceImplementation() throws IOException {
        JsonObject recorded =
                Recorded.VECTORS.json("bittensor/wire-recorded.json").getAsJsonObject();
        int replayed = 0;
        for (Map.Entry<String, JsonElement> exchange : recorded.entrySet()) {
            JsonObject bytes = exchange.getValue().getAsJsonObject();
            JsonElement response = bytes.get("response");
            if (response.isJsonNull() || !response.getAsString().startsWith("HTTP/1.1 200 ")) {
                continue;
            }
            String request = bytes.get("request").getAsString();
            try (RawClient client = new RawClient(host.port())) {
                RawClient.Reply reply = client.exchange(request);
                if (request.startsWith("GET")) {
                    assertEquals(405, reply.status(), exchange.getKey());
                } else {
                    check(exchange.getKey(), request, reply);
                    replayed++;
                }
            }
        }
        assertTrue(replayed >= 16, "replayed " + replayed);
    }

    private static void check(String name, String request, RawClient.Reply reply) {
        boolean ping = request.startsWith("POST /Synapse ");
        assertTrue(reply.isAccepted(ping), name + ": " + reply);
        JsonObject sent = JsonParser.parseString(request.substring(request.indexOf("\r\n\r\n") + 4))
                .getAsJsonObject();
        JsonObject echoed = reply.json();
        for (String field : sent.keySet()) {
            if (!List.of("axon", "desired_positions", "miner_metadata", "extra").contains(field)) {
                assertEquals(sent.get(field), echoed.get(field), name + "." + field);
            }
        }
        if (!ping) {
            assertEquals(sent.get("current_positions"), echoed.get("desired_positions"), name);
        }
        assertEquals("Success", reply.header(HeaderNames.AXON_STATUS_MESSAGE), name);
        assertNotNull(reply.header(HeaderNames.DENDRITE_NONCE), name);
        for (String line : reply.headerLines()) {
            String header = line.substring(0, line.indexOf(':'));
            boolean http = header.matches("(?i)content-.*|date|server|connection");
            assertTrue(http || header.equals(header.toLowerCase(java.util.Locale.ROOT)), name + " sends " + header);
        }
    }

    @Test
    void decisionsAreWrittenToTheResponse() throws IOException {
        try (RawClient client = new RawClient(host.port())) {
            DECISION.set(Decision.rebalance(
                    List.of(new Position(-200, 600, new BigInteger("12345678901234567890"), BigInteger.ZERO)), "r"));
            RawClient.Reply rebalance = post(client, RebalanceBodies.valid());
            DECISION.set(Decision.refuse("not this pair"));
            RawClient.Reply refusal = post(client, RebalanceBodies.valid());
            DECISION.set(Decision.keep("test"));

            assertTrue(rebalance.isAccepted(false));
            assertEquals(
                    JsonParser.parseString(
                            "[" + RebalanceBodies.position("-200", "600", "\"12345678901234567890\"", "\"0\"") + "]"),
                    rebalance.json().get("desired_positions"));
            assertTrue(refusal.isAccepted(false));
            assertEquals("not this pair", refusal.json().get("refusal_reason").getAsString());
            assertEquals(
                    JsonParser.parseString("{\"version\": \"1.0.0\", \"model_info\": \"hold on default: r\"}"),
                    rebalance.json().get("miner_metadata"));
        }
    }

    @Test
    void unknownPathsAndMethodsAreRejected() throws IOException {
        assertRejected("GET /RebalanceQuery HTTP/1.1\r\nHost: a\r\n\r\n", 405, "Method Not Allowed: use POST");
        assertRejected(
                "POST /Nope HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                404,
                "Synapse name 'Nope' not found. Available synapses ['Synapse', 'RebalanceQuery', 'VaultRegistrationQuery']");
        assertRejected(
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                404,
                "Synapse name '' not found. Available synapses ['Synapse', 'RebalanceQuery', 'VaultRegistrationQuery']");
        assertRejected(
                "POST /RebalanceQuery HTTP/1.1\r\nHost: a\r\ntimeout: soon\r\nContent-Length: 0\r\n\r\n",
                400,
                "timeout: must be a number of seconds greater than zero");
    }

    @Test
    void compressedBodiesAreRejectedWithAHint() throws IOException {
        String head = "POST /RebalanceQuery HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Encoding: ";
        String hint = "Content-Encoding: the body is compressed; send it uncompressed, without this header";
        for (String encoding : List.of("gzip", "deflate", "br", "GZIP", "identity, gzip")) {
            assertRejected(head + encoding + "\r\n\r\n", 415, hint);
        }
        try (RawClient client = new RawClient(host.port())) {
            assertEquals(400, client.exchange(head + "identity\r\n\r\n").status(), "only the empty body is wrong");
        }
    }

    /** Jetty rejects these before they reach the handler. */
    @Test
    void malformedHttpGetsAJsonError() throws IOException {
        for (String request : List.of(
                "nonsense\r\n\r\n",
                "POST /RebalanceQuery HTTP/1.1\r\n\r\n",
                "POST /RebalanceQuery HTTP/9.9\r\nHost: a\r\n\r\n",
                "POST /RebalanceQuery HTTP/1.1\r\nHost: a\r\nContent-Length: much\r\n\r\n",
                "POST /%zz HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                "POST /RebalanceQuery HTTP/1.1\r\nHost: a\r\nx: " + "x".repeat(20_000) + "\r\n\r\n")) {
            try (RawClient client = new RawClient(host.port())) {
                RawClient.Reply reply = client.exchange(request);
                assertTrue(reply.status() >= 400 && reply.status() < 600, reply::toString);
                assertEquals("application/json", reply.header("Content-Type"), reply::toString);
                assertFalse(reply.message().isEmpty(), reply::toString);
            }
        }
    }

    private static void assertRejected(String request, int status, String message) throws IOException {
        try (RawClient client = new RawClient(host.port())) {
            RawClient.Reply reply = client.exchange(request);
            assertEquals(status, reply.status());
            assertEquals(message, reply.message());
            assertEquals(Integer.toString(status), reply.header(HeaderNames.AXON_STATUS_CODE));
            assertEquals(message, reply.header(HeaderNames.AXON_STATUS_MESSAGE));
            assertEquals(status == 405 ? "POST" : null, reply.header("Allow"));
        }
    }

    @Test
    void timeoutsAreBounded() throws IOException {
        String body = RebalanceBodies.valid();
        String head = "POST /RebalanceQuery HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\ntimeout: ";
        try (RawClient client = new RawClient(host.port())) {
            assertEquals(200, client.exchange(head + "3600\r\n\r\n" + body).status());
            assertWithin(Duration.ofSeconds(30));
            assertEquals(200, client.exchange(head + "5.0\r\n\r\n" + body).status());
            assertWithin(Duration.ofSeconds(5));
        }
    }

    /** The router gets the client's timeout, less the time since the request arrived. */
    private static void assertWithin(Duration asked) {
        Duration given = TIMEOUT.getAndSet(null);
        assertTrue(given.compareTo(asked) < 0, given::toString);
        assertTrue(given.compareTo(asked.dividedBy(2)) > 0, given::toString);
    }

    @ParameterizedTest
    @MethodSource("weir.fixtures.InvalidBodies#all")
    void invalidBodiesAreRejectedAndTheNextQueryIsAnswered(String body, String field) throws IOException {
        try (RawClient client = new RawClient(host.port())) {
            RawClient.Reply reply = post(client, body);
            assertEquals(400, reply.status(), reply::body);
            assertTrue(reply.message().startsWith(field), reply::message);
        }
        try (RawClient client = new RawClient(host.port())) {
            assertTrue(post(client, RebalanceBodies.valid()).isAccepted(false));
        }
    }

    @Test
    void longAndNonUtf8BodiesAreRejected() throws IOException {
        byte[] tooLong = new byte[BodyReader.MAX_BODY_BYTES + 1];
        try (RawClient client = new RawClient(host.port())) {
            client.send(("POST /RebalanceQuery HTTP/1.1\r\nHost: a\r\nContent-Length: " + tooLong.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            assertEquals(413, client.read().status());
        }
        try (RawClient client = new RawClient(host.port())) {
            client.send("POST /RebalanceQuery HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            client.send((Integer.toHexString(tooLong.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            client.send(tooLong);
            assertEquals(413, client.read().status());
        }
        try (RawClient client = new RawClient(host.port())) {
            RawClient.Reply reply = client.post("/RebalanceQuery", new byte[] {'{', '"', (byte) 0xff, '"', '}'});
            assertEquals(400, reply.status());
            assertEquals("body: is not valid UTF-8", reply.message());
        }
        try (RawClient client = new RawClient(host.port())) {
            assertTrue(post(client, RebalanceBodies.valid()).isAccepted(false));
        }
    }

    @Test
    void memoryOfLongBodiesIsReleased() throws IOException {
        String longest = RebalanceBodies.valid()
                + " ".repeat(BodyReader.MAX_BODY_BYTES - RebalanceBodies.valid().length());
        try (RawClient client = new RawClient(host.port())) {
            for (int i = 0; i < 2 * SynapseHandler.LONG_BODY_BUDGET_BYTES / BodyReader.MAX_BODY_BYTES; i++) {
                assertEquals(200, post(client, longest).status());
            }
        }
    }

    private static RawClient.Reply post(RawClient client, String body) throws IOException {
        return client.post("/RebalanceQuery", body.getBytes(StandardCharsets.UTF_8));
    }
}
