package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import weir.axon.internal.auth.Authenticator;
import weir.axon.internal.auth.Authenticator.AuthContext;
import weir.axon.internal.handler.RequestQueue;
import weir.fixtures.RebalanceBodies;
import weir.strategy.Decision;

/** Every request is answered exactly once, whatever fails. */
class RequestCompletionTest {

    private static final int FAILURES = 100;

    @Test
    void strategyErrorsCostNeitherTheAnswerNorAWorker() throws Exception {
        AtomicBoolean full = new AtomicBoolean(true);
        try (TestServer axon = new TestServer(
                        Authenticator.LOOPBACK_ONLY, TestServer.GENEROUS, new RequestQueue(2, 8), query -> {
                            if (full.get()) {
                                throw new OutOfMemoryError("as a strategy that fills the heap causes it");
                            }
                            return Decision.keep("well again");
                        });
                RawClient client = new RawClient(axon.port())) {
            for (int i = 0; i < FAILURES; i++) {
                assertReason("-: fallback, the router failed", post(client));
            }
            full.set(false);
            for (int i = 0; i < FAILURES; i++) {
                assertReason("test on default: well again", post(client));
            }
        }
    }

    @Test
    void truncatedBodiesAreRejected() throws Exception {
        String head = "POST /RebalanceQuery HTTP/1.1\r\nHost: a\r\n";
        String[] broken = {"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nno length\r\n", "Content-Length: 9\r\n\r\n{}"};
        try (TestServer axon = new TestServer(Authenticator.LOOPBACK_ONLY, TestServer.GENEROUS)) {
            for (String rest : broken) {
                try (RawClient client = new RawClient(axon.port())) {
                    client.send((head + rest).getBytes(StandardCharsets.US_ASCII));
                    client.finish();
                    RawClient.Reply reply = client.read();
                    assertEquals(400, reply.status());
                    assertEquals("body: broke off before its end", reply.message());
                }
            }
        }
    }

    @Test
    void errorsDuringBodyVerificationGetA500() throws Exception {
        AtomicBoolean full = new AtomicBoolean(true);
        Authenticator failing = (head, timeout) -> new AuthContext(Optional.empty(), 0, body -> {
            if (full.get()) {
                throw new OutOfMemoryError("as a strategy that fills the heap causes it");
            }
        });
        try (TestServer axon =
                new TestServer(failing, TestServer.GENEROUS, new RequestQueue(2, 8), query -> Decision.keep("well"))) {
            for (int i = 0; i < FAILURES; i++) {
                try (RawClient client = new RawClient(axon.port())) {
                    RawClient.Reply reply = post(client);
                    assertEquals(500, reply.status());
                    assertEquals("Internal Server Error", reply.message());
                }
            }
            full.set(false);
            try (RawClient client = new RawClient(axon.port())) {
                assertReason("test on default: well", post(client));
            }
        }
    }

    @Test
    void waitingTimeIsSubtractedFromTheDeadline() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        BlockingQueue<Duration> timeouts = new LinkedBlockingQueue<>();
        RequestQueue one = new RequestQueue(1, 8);
        try (TestServer axon =
                        new TestServer(Authenticator.LOOPBACK_ONLY, TestServer.GENEROUS, one, (query, timeout) -> {
                            timeouts.add(timeout);
                            await(first);
                            return Decision.keep("asked");
                        });
                RawClient slow = new RawClient(axon.port());
                RawClient patient = new RawClient(axon.port());
                RawClient hasty = new RawClient(axon.port())) {
            slow.send(request("5"));
            assertTrue(timeouts.poll(30, TimeUnit.SECONDS).compareTo(Duration.ofSeconds(5)) < 0);
            patient.send(request("5"));
            hasty.send(request("0.000001"));
            first.countDown();
            assertReason("test on default: asked", slow.read());
            assertReason("test on default: asked", patient.read());
            assertReason("-: fallback, the request waited in the queue past its timeout", hasty.read());
            assertTrue(timeouts.poll().compareTo(Duration.ofSeconds(5)) < 0);
            assertTrue(timeouts.isEmpty(), "the router is not called after the client's timeout");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertReason(String end, RawClient.Reply reply) {
        assertEquals(200, reply.status(), reply::body);
        String info =
                reply.json().getAsJsonObject("miner_metadata").get("model_info").getAsString();
        assertTrue(info.endsWith(end), info);
    }

    private static byte[] request(String timeout) {
        String body = RebalanceBodies.valid();
        String head = "POST /RebalanceQuery HTTP/1.1\r\nHost: axon\r\nContent-Length: " + body.length()
                + "\r\ntimeout: " + timeout + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    private static RawClient.Reply post(RawClient client) throws IOException {
        client.send(request("5"));
        return client.read();
    }
}
