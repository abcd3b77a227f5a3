package weir.axon.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import weir.axon.internal.auth.Authenticator;
import weir.axon.internal.auth.LoopbackAuthenticator;
import weir.axon.internal.handler.RequestQueue;
import weir.axon.internal.server.ServerLimits;
import weir.axon.internal.wire.Bodies;
import weir.strategy.Decision;

/** Peers that send slowly, or not at all, or too much, on many connections: they are closed, and honest ones are served. */
class OpenPortTest {

    private static final ServerLimits IMPATIENT = new ServerLimits(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            1024,
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            5000,
            5000);
    private static final byte[] BODY = Bodies.valid().getBytes(StandardCharsets.UTF_8);
    private static final String HEAD = "POST /RebalanceQuery HTTP/1.1\r\nHost: a\r\n";

    /** Four seconds of them, which is longer than any of the limits. */
    private static final int DROPS = 80;

    private static Served served(ServerLimits limits) throws Exception {
        return new Served(new LoopbackAuthenticator(), limits);
    }

    /** One byte now and then, which keeps every idle time-out away; how often it could be sent until the axon hung up. */
    private static int drip(Peer peer, byte drop) throws InterruptedException {
        for (int drops = 0; drops < DROPS; drops++) {
            try {
                peer.send(new byte[] {drop});
            } catch (IOException e) {
                return drops;
            }
            Thread.sleep(50);
        }
        return DROPS;
    }

    @Test
    void slowHeadersAreClosed() throws Exception {
        try (Served served = served(IMPATIENT);
                Peer peer = new Peer(served.port())) {
            peer.send((HEAD + "x: ").getBytes(StandardCharsets.US_ASCII));
            assertTrue(drip(peer, (byte) 'x') < DROPS);
        }
    }

    @Test
    void slowHeadersOfALaterRequestAreClosed() throws Exception {
        try (Served served = served(IMPATIENT);
                Peer peer = new Peer(served.port())) {
            assertEquals(200, peer.post("/RebalanceQuery", BODY).status());
            peer.send((HEAD + "x: ").getBytes(StandardCharsets.US_ASCII));
            assertTrue(drip(peer, (byte) 'x') < DROPS);
        }
    }

    @Test
    void slowBodiesAreClosed() throws Exception {
        try (Served served = served(IMPATIENT);
                Peer peer = new Peer(served.port())) {
            peer.send((HEAD + "Content-Length: 100000\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertTrue(drip(peer, (byte) ' ') < DROPS);
        }
    }

    @Test
    void silentAndIdleConnectionsAreClosed() throws Exception {
        try (Served served = served(IMPATIENT);
                Peer silent = new Peer(served.port());
                Peer idle = new Peer(served.port())) {
            assertEquals(200, idle.post("/RebalanceQuery", BODY).status());
            assertThrows(IOException.class, silent::read);
            assertThrows(IOException.class, idle::read);
        }
    }

    @Test
    void connectionsArriveInPieces() throws Exception {
        try (Served served = served(IMPATIENT);
                Peer peer = new Peer(served.port())) {
            peer.send((HEAD + "Content-Length: " + BODY.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            for (int at = 0; at < BODY.length; at += 400) {
                Thread.sleep(20);
                peer.send(Arrays.copyOfRange(BODY, at, Math.min(BODY.length, at + 400)));
            }
            assertTrue(Dendrite.accepts(peer.read(), false));
        }
    }

    @Test
    void connectionsOfOneAddressAreCounted() throws Exception {
        ServerLimits limits = new ServerLimits(
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                1,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                100,
                3);
        List<Peer> open = new ArrayList<>();
        try (Served served = served(limits)) {
            for (int i = 0; i < 3; i++) {
                open.add(new Peer(served.port()));
                assertEquals(200, open.get(i).post("/RebalanceQuery", BODY).status());
            }
            try (Peer tooMany = new Peer(served.port())) {
                assertThrows(IOException.class, () -> tooMany.post("/RebalanceQuery", BODY));
            }
            try (Peer elsewhere = new Peer(served.port(), "127.0.0.2")) {
                assertEquals(200, elsewhere.post("/RebalanceQuery", BODY).status());
            }
            open.get(0).close();
            assertTrue(servedWithin(served, 100), "a closed connection makes room");
            for (Peer peer : open) {
                peer.close();
            }
        }
    }

    private static boolean servedWithin(Served served, int attempts) throws InterruptedException {
        for (int i = 0; i < attempts; i++) {
            try (Peer again = new Peer(served.port())) {
                return again.post("/RebalanceQuery", BODY).status() == 200;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        return false;
    }

    /** Keep-alive is for those who find room; a crowd of silent peers must not keep others out. */
    @Test
    void idleConnectionsMakeRoomInACrowd() throws Exception {
        Duration patience = Duration.ofSeconds(60);
        try (Served served = served(new ServerLimits(patience, patience, 1, patience, patience, 3, 3));
                Peer alone = new Peer(served.port())) {
            assertEquals(200, alone.post("/RebalanceQuery", BODY).status());
            try (Peer second = new Peer(served.port())) {
                assertEquals(200, second.post("/RebalanceQuery", BODY).status());
                assertThrows(EOFException.class, alone::read, "more than half of three, so the longest idle is closed");
            }
        }
    }

    @Test
    void hugeHeadersAreRefused() throws Exception {
        try (Served served = served(IMPATIENT);
                Peer peer = new Peer(served.port())) {
            peer.send((HEAD + "x: " + "x".repeat(20_000) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertEquals(431, peer.read().status());
        }
    }

    /** A refusal that hung up would make the next request pay for a new connection, and us with it. */
    @Test
    void aRefusalLeavesTheConnectionFitForTheNextRequest() throws Exception {
        Authenticator closed = (request, timeout) -> {
            throw new HttpError(403, "not you");
        };
        try (Served served = new Served(closed, IMPATIENT);
                Peer peer = new Peer(served.port())) {
            for (int i = 0; i < 3; i++) {
                Peer.Reply reply = peer.post("/RebalanceQuery", BODY);
                assertEquals(403, reply.status());
                assertEquals("not you", reply.message());
            }
            byte[] tooMuch = new byte[100_000];
            assertEquals("close", peer.post("/RebalanceQuery", tooMuch).header("Connection"));
        }
        try (Served served = served(IMPATIENT);
                Peer peer = new Peer(served.port())) {
            byte[] wrong = "{\"pair_address\": 7}".getBytes(StandardCharsets.US_ASCII);
            assertEquals(400, peer.post("/RebalanceQuery", wrong).status());
            assertEquals(200, peer.post("/RebalanceQuery", BODY).status());
        }
    }

    @Test
    void saturationIsAnsweredWithRetryAfter() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        RequestQueue admission = new RequestQueue(1, 0);
        try (Served served = new Served(new LoopbackAuthenticator(), Served.GENEROUS, admission, query -> {
                    busy.countDown();
                    await(finish);
                    return Decision.keep("slow");
                });
                Peer slow = new Peer(served.port());
                Peer second = new Peer(served.port())) {
            slow.send((HEAD + "Content-Length: " + BODY.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            slow.send(BODY);
            await(busy);
            Peer.Reply refused = second.post("/RebalanceQuery", BODY);
            finish.countDown();
            assertEquals(503, refused.status());
            assertEquals("1", refused.header("Retry-After"));
            assertEquals(200, slow.read().status());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The reason for all this: a byte now and then is enough for Jetty's own idle time-out. */
    @Test
    void jettyAloneKeepsSlowHeaders() throws Exception {
        Server server = new Server();
        try (ServerConnector plain = new ServerConnector(server)) {
            plain.setHost("127.0.0.1");
            plain.setIdleTimeout(IMPATIENT.header().toMillis());
            server.addConnector(plain);
            server.start();
            try (Peer peer = new Peer(plain.getLocalPort())) {
                peer.send((HEAD + "x: ").getBytes(StandardCharsets.US_ASCII));
                assertEquals(DROPS, drip(peer, (byte) 'x'));
            }
        } finally {
            server.stop();
        }
    }
}
