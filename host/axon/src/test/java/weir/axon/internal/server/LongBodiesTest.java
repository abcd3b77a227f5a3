package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.axon.internal.auth.AccessControl;
import weir.axon.internal.auth.Authenticator;
import weir.axon.internal.auth.SignedCases;
import weir.axon.internal.handler.BodyBudget;
import weir.axon.internal.handler.BodyReader;
import weir.axon.internal.handler.SynapseHandler;
import weir.fixtures.RebalanceBodies;
import weir.protocol.synapse.HeaderNames;

/** Unverified long bodies stay within their memory budget and do not block validators. */
class LongBodiesTest {

    private static final int CLIENTS = 64;
    private static final int LENGTH = 600_000;
    private static final int SENT = 524_289;
    private static final int ROOM_FOR = SynapseHandler.LONG_BODY_BUDGET_BYTES / LENGTH;

    /** No limit on the duration of a body. */
    private static final ServerLimits PATIENT = TestServer.GENEROUS;

    @TempDir
    Path folder;

    /** A head with a registered hotkey and a wrong signature, which cannot be verified before the whole body has arrived. */
    private static byte[] forged() {
        Map<String, String> headers = Map.of(
                HeaderNames.BTAUTH_VERSION,
                "1",
                HeaderNames.BTAUTH_HOTKEY,
                SignedCases.hotkey("validator"),
                HeaderNames.BTAUTH_RECEIVER,
                SignedCases.hotkey("miner"),
                HeaderNames.BTAUTH_NONCE,
                Long.toString(SignedCases.now()),
                HeaderNames.BTAUTH_SIGNATURE,
                "0x" + "1".repeat(128),
                "Content-Length",
                Integer.toString(LENGTH));
        return head("/RebalanceQuery", headers);
    }

    private static byte[] head(String path, Map<String, String> headers) {
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: a\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return (head + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<RawClient> flood(TestServer served) throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            RawClient client = new RawClient(served.port());
            clients.add(client);
            try {
                client.send(forged());
                client.send(new byte[SENT]);
            } catch (IOException rejected) {
                // Most of them are rejected.
            }
        }
        return clients;
    }

    private static int statusOfHonest(TestServer served) throws IOException {
        SignedCases.Step valid = SignedCases.dendrite().get(0).steps().get(0);
        byte[] body = valid.body().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>(valid.headers());
        headers.put("Content-Length", Integer.toString(body.length));
        try (RawClient honest = new RawClient(served.port())) {
            honest.send(head(valid.path(), headers));
            honest.send(body);
            return honest.read().status();
        }
    }

    @Test
    void unverifiedLongBodiesAreLimited() throws Exception {
        AccessControl access = new AccessControl(
                SignedCases.policy(folder), SignedCases.metagraph(), SignedCases::now, System::nanoTime, event -> {});
        try (TestServer served = new TestServer(access.authenticator(), PATIENT)) {
            List<RawClient> clients = flood(served);
            for (int attempt = 0; attempt < 20 && kept(clients) > ROOM_FOR; attempt++) {
                Thread.sleep(50);
            }
            assertTrue(kept(clients) <= ROOM_FOR, "the others are rejected");
            assertEquals(200, statusOfHonest(served));
            for (RawClient client : clients) {
                client.close();
            }
            served.waitForNoConnections();
            assertEquals(SynapseHandler.LONG_BODY_BUDGET_BYTES, served.bodies.availableBytes());
        }
    }

    private static int kept(List<RawClient> clients) throws IOException {
        int kept = 0;
        for (RawClient client : clients) {
            kept += client.isKeptWaiting() ? 1 : 0;
        }
        return kept;
    }

    @Test
    void rejectedAndAnsweredBodiesReleaseTheirMemory() throws Exception {
        AccessControl access = new AccessControl(
                SignedCases.policy(folder), SignedCases.metagraph(), SignedCases::now, System::nanoTime, event -> {});
        try (TestServer guarded = new TestServer(access.authenticator(), TestServer.GENEROUS);
                TestServer open = new TestServer(Authenticator.LOOPBACK_ONLY, TestServer.GENEROUS);
                RawClient validator = new RawClient(open.port())) {
            String longest = RebalanceBodies.valid()
                    + " "
                            .repeat(BodyReader.MAX_BODY_BYTES
                                    - RebalanceBodies.valid().length());
            for (int i = 0; i < 2 * SynapseHandler.LONG_BODY_BUDGET_BYTES / BodyReader.MAX_BODY_BYTES; i++) {
                assertEquals(
                        200,
                        validator
                                .post("/RebalanceQuery", longest.getBytes(StandardCharsets.UTF_8))
                                .status());
                try (RawClient client = new RawClient(guarded.port())) {
                    client.send(forged());
                    client.send(new byte[LENGTH]);
                    RawClient.Reply refused = client.read();
                    assertEquals(401, refused.status());
                    assertTrue(refused.message().contains("BadSignature"), refused::message);
                }
            }
            guarded.waitForNoConnections();
            assertEquals(SynapseHandler.LONG_BODY_BUDGET_BYTES, guarded.bodies.availableBytes());
            validator.close();
            open.waitForNoConnections();
            assertEquals(SynapseHandler.LONG_BODY_BUDGET_BYTES, open.bodies.availableBytes());
        }
    }

    @Test
    void longBodyBeyondTheBudgetGets503() throws Exception {
        byte[] body = (RebalanceBodies.valid() + " ".repeat(2 * BodyBudget.SHORT_BODY_BYTES))
                .getBytes(StandardCharsets.UTF_8);
        try (TestServer served = new TestServer(Authenticator.LOOPBACK_ONLY, PATIENT)) {
            BodyBudget.Reservation everything = served.bodies.newReservation();
            assertTrue(everything.extendTo(SynapseHandler.LONG_BODY_BUDGET_BYTES));
            try (RawClient client = new RawClient(served.port())) {
                RawClient.Reply reply = client.post("/RebalanceQuery", body);
                assertEquals(503, reply.status());
                assertEquals("1", reply.header("Retry-After"));
                assertEquals("close", reply.header("Connection"));
            }
            try (RawClient client = new RawClient(served.port())) {
                byte[] shorter = RebalanceBodies.valid().getBytes(StandardCharsets.UTF_8);
                assertEquals(200, client.post("/RebalanceQuery", shorter).status(), "short bodies need no budget");
                everything.release();
                assertEquals(200, client.post("/RebalanceQuery", body).status());
            }
        }
    }
}
