package weir.axon.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.axon.internal.auth.AccessControl;
import weir.axon.internal.auth.LoopbackAuthenticator;
import weir.axon.internal.auth.SignedCases;
import weir.axon.internal.handler.BodyBudget;
import weir.axon.internal.handler.BodyReader;
import weir.axon.internal.handler.SynapseHandler;
import weir.axon.internal.server.ServerLimits;
import weir.axon.internal.wire.Bodies;

/** Long bodies of strangers take no more memory than is meant for them, and keep no validator's query out. */
class LongBodiesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int PEERS = 64;
    private static final int LENGTH = 600_000;
    private static final int SENT = 524_289;
    private static final int ROOM_FOR = SynapseHandler.LONG_BODIES / LENGTH;

    /** Who has sent half of a body may wait as long as a test takes. */
    private static final ServerLimits PATIENT = new ServerLimits(MINUTE, MINUTE, 0, MINUTE, MINUTE, 5000, 5000);

    @TempDir
    Path folder;

    /** Whoever knows the chain can send such a head; the signature is false, which is known once the body is there. */
    private static byte[] forged() {
        Map<String, String> headers = Map.of(
                "X-Bittensor-Version", "1",
                "X-Bittensor-Hotkey", SignedCases.hotkey("validator"),
                "X-Bittensor-Receiver", SignedCases.hotkey("miner"),
                "X-Bittensor-Nonce", Long.toString(SignedCases.now()),
                "X-Bittensor-Signature", "0x" + "1".repeat(128),
                "Content-Length", Integer.toString(LENGTH));
        return head("/RebalanceQuery", headers);
    }

    private static byte[] head(String path, Map<String, String> headers) {
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: a\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return (head + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<Peer> flood(Served served) throws IOException {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            Peer peer = new Peer(served.port());
            peers.add(peer);
            try {
                peer.send(forged());
                peer.send(new byte[SENT]);
            } catch (IOException sentAway) {
                // As most of them are.
            }
        }
        return peers;
    }

    private static int statusOfHonest(Served served) throws IOException {
        SignedCases.Step valid = SignedCases.dendrite().get(0).steps().get(0);
        byte[] body = valid.body().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>(valid.headers());
        headers.put("Content-Length", Integer.toString(body.length));
        try (Peer honest = new Peer(served.port())) {
            honest.send(head(valid.path(), headers));
            honest.send(body);
            return honest.read().status();
        }
    }

    @Test
    void strangersWhoNameAValidatorFillNoHeap() throws Exception {
        AccessControl access = new AccessControl(SignedCases.policy(folder), SignedCases::now, System::nanoTime);
        try (Served served = new Served(access.gate(), PATIENT)) {
            List<Peer> peers = flood(served);
            for (int attempt = 0; attempt < 20 && kept(peers) > ROOM_FOR; attempt++) {
                Thread.sleep(50);
            }
            assertTrue(kept(peers) <= ROOM_FOR, "the others are sent away");
            assertEquals(200, statusOfHonest(served));
            for (Peer peer : peers) {
                peer.close();
            }
            served.waitUntilNobodyIsConnected();
            assertEquals(SynapseHandler.LONG_BODIES, served.bodies.left());
        }
    }

    private static int kept(List<Peer> peers) throws IOException {
        int kept = 0;
        for (Peer peer : peers) {
            kept += peer.isKeptWaiting() ? 1 : 0;
        }
        return kept;
    }

    @Test
    void whatIsRefusedOrAnsweredGivesItsMemoryBack() throws Exception {
        AccessControl access = new AccessControl(SignedCases.policy(folder), SignedCases::now, System::nanoTime);
        try (Served guarded = new Served(access.gate(), Served.GENEROUS);
                Served open = new Served(new LoopbackAuthenticator(), Served.GENEROUS);
                Peer validator = new Peer(open.port())) {
            String longest = Bodies.valid()
                    + " ".repeat(BodyReader.MAX_BYTES - Bodies.valid().length());
            for (int i = 0; i < 2 * SynapseHandler.LONG_BODIES / BodyReader.MAX_BYTES; i++) {
                assertEquals(
                        200,
                        validator
                                .post("/RebalanceQuery", longest.getBytes(StandardCharsets.UTF_8))
                                .status());
                try (Peer peer = new Peer(guarded.port())) {
                    peer.send(forged());
                    peer.send(new byte[LENGTH]);
                    Peer.Reply refused = peer.read();
                    assertEquals(401, refused.status());
                    assertTrue(refused.message().contains("BadSignature"), refused::message);
                }
            }
            guarded.waitUntilNobodyIsConnected();
            assertEquals(SynapseHandler.LONG_BODIES, guarded.bodies.left());
            validator.close();
            open.waitUntilNobodyIsConnected();
            assertEquals(SynapseHandler.LONG_BODIES, open.bodies.left());
        }
    }

    @Test
    void aLongBodyBesideTooManyIsToComeAgain() throws Exception {
        byte[] body = (Bodies.valid() + " ".repeat(2 * BodyBudget.SHORT_BYTES)).getBytes(StandardCharsets.UTF_8);
        try (Served served = new Served(new LoopbackAuthenticator(), PATIENT)) {
            BodyBudget.Share everything = served.bodies.share();
            assertTrue(everything.cover(SynapseHandler.LONG_BODIES));
            try (Peer peer = new Peer(served.port())) {
                Peer.Reply reply = peer.post("/RebalanceQuery", body);
                assertEquals(503, reply.status());
                assertEquals("1", reply.header("Retry-After"));
                assertEquals("close", reply.header("Connection"));
            }
            try (Peer peer = new Peer(served.port())) {
                byte[] shorter = Bodies.valid().getBytes(StandardCharsets.UTF_8);
                assertEquals(200, peer.post("/RebalanceQuery", shorter).status(), "short ones need nothing of it");
                everything.giveBack();
                assertEquals(200, peer.post("/RebalanceQuery", body).status());
            }
        }
    }
}
