package weir.axon.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import weir.axon.internal.auth.Authenticator;
import weir.axon.internal.auth.LoopbackAuthenticator;
import weir.axon.internal.handler.RequestQueue;
import weir.axon.internal.wire.Bodies;
import weir.strategy.Decision;

/** No request is left without its answer, and none is answered after its peer has given up. */
class LostRequestsTest {

    private static final int FAILURES = 100;

    @Test
    void anErrorCostsNeitherTheAnswerNorAWorker() throws Exception {
        AtomicBoolean full = new AtomicBoolean(true);
        try (Served axon = new Served(new LoopbackAuthenticator(), Served.GENEROUS, new RequestQueue(2, 8), query -> {
                    if (full.get()) {
                        throw new OutOfMemoryError("as a strategy that fills the heap causes it");
                    }
                    return Decision.keep("well again");
                });
                Peer peer = new Peer(axon.port())) {
            for (int i = 0; i < FAILURES; i++) {
                assertReason("-: fallback, router failed", post(peer));
            }
            full.set(false);
            for (int i = 0; i < FAILURES; i++) {
                assertReason("test on default: well again", post(peer));
            }
        }
    }

    /** What a servlet completes without a word, Jetty calls a 200. */
    @Test
    void aBodyThatBreaksOffIsNoSuccess() throws Exception {
        String head = "POST /RebalanceQuery HTTP/1.1\r\nHost: a\r\n";
        String[] broken = {"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nno length\r\n", "Content-Length: 9\r\n\r\n{}"};
        try (Served axon = new Served(new LoopbackAuthenticator(), Served.GENEROUS)) {
            for (String rest : broken) {
                try (Peer peer = new Peer(axon.port())) {
                    peer.send((head + rest).getBytes(StandardCharsets.US_ASCII));
                    peer.finish();
                    Peer.Reply reply = peer.read();
                    assertEquals(400, reply.status());
                    assertEquals("body: broke off before its end", reply.message());
                }
            }
        }
    }

    @Test
    void anErrorOfTheBodysCheckIsAnswered() throws Exception {
        AtomicBoolean full = new AtomicBoolean(true);
        Authenticator gate = (head, timeout) -> new Authenticator.Pass() {
            @Override
            public double stake() {
                return 0;
            }

            @Override
            public void body(byte[] body) {
                if (full.get()) {
                    throw new OutOfMemoryError("as a strategy that fills the heap causes it");
                }
            }
        };
        try (Served axon = new Served(gate, Served.GENEROUS, new RequestQueue(2, 8), query -> Decision.keep("well"))) {
            for (int i = 0; i < FAILURES; i++) {
                try (Peer peer = new Peer(axon.port())) {
                    Peer.Reply reply = post(peer);
                    assertEquals(500, reply.status());
                    assertEquals("Internal Server Error", reply.message());
                }
            }
            full.set(false);
            try (Peer peer = new Peer(axon.port())) {
                assertReason("test on default: well", post(peer));
            }
        }
    }

    @Test
    void whatARequestHasWaitedIsTakenOffItsDeadline() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        BlockingQueue<Duration> timeouts = new LinkedBlockingQueue<>();
        RequestQueue one = new RequestQueue(1, 8);
        try (Served axon = new Served(new LoopbackAuthenticator(), Served.GENEROUS, one, (query, timeout) -> {
                    timeouts.add(timeout);
                    await(first);
                    return Decision.keep("asked");
                });
                Peer slow = new Peer(axon.port());
                Peer patient = new Peer(axon.port());
                Peer hasty = new Peer(axon.port())) {
            slow.send(request("5"));
            assertTrue(timeouts.poll(30, TimeUnit.SECONDS).compareTo(Duration.ofSeconds(5)) < 0);
            patient.send(request("5"));
            hasty.send(request("0.000001"));
            first.countDown();
            assertReason("test on default: asked", slow.read());
            assertReason("test on default: asked", patient.read());
            assertReason("-: fallback, waited too long to be decided", hasty.read());
            assertTrue(timeouts.poll().compareTo(Duration.ofSeconds(5)) < 0);
            assertTrue(timeouts.isEmpty(), "nobody is asked for a peer that has given up");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertReason(String end, Peer.Reply reply) {
        assertEquals(200, reply.status(), reply::body);
        String info =
                reply.json().getAsJsonObject("miner_metadata").get("model_info").getAsString();
        assertTrue(info.endsWith(end), info);
    }

    private static byte[] request(String timeout) {
        String body = Bodies.valid();
        String head = "POST /RebalanceQuery HTTP/1.1\r\nHost: axon\r\nContent-Length: " + body.length()
                + "\r\ntimeout: " + timeout + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    private static Peer.Reply post(Peer peer) throws IOException {
        peer.send(request("5"));
        return peer.read();
    }
}
