package weir.axon.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import weir.axon.internal.auth.LoopbackAuthenticator;
import weir.axon.internal.handler.RequestQueue;
import weir.axon.internal.server.ServerLimits;
import weir.axon.internal.wire.Bodies;
import weir.strategy.Decision;

/** Limits of one phase of a connection, each alone: all others are a minute, which no test takes. */
class PhaseLimitsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Seven seconds of them, 20 bytes a second; the least rate counts after five. */
    private static final int DROPS = 140;

    private static ServerLimits limits(int bytesPerSecond, Duration handling) {
        return new ServerLimits(MINUTE, MINUTE, bytesPerSecond, handling, MINUTE, 100, 100);
    }

    @Test
    void theLeastRateOfABodyDecides() throws Exception {
        byte[] head = ("POST /RebalanceQuery HTTP/1.1\r\nHost: a\r\nContent-Length: " + DROPS + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try (Served strict = new Served(new LoopbackAuthenticator(), limits(1024, MINUTE));
                Served patient = new Served(new LoopbackAuthenticator(), limits(1, MINUTE));
                Peer tooSlow = new Peer(strict.port());
                Peer slow = new Peer(patient.port())) {
            tooSlow.send(head);
            slow.send(head);
            boolean hungUp = false;
            for (int drop = 0; drop < DROPS; drop++) {
                slow.send(new byte[] {' '});
                hungUp = hungUp || isHungUp(tooSlow);
                Thread.sleep(50);
            }
            assertTrue(hungUp);
            assertEquals(400, slow.read().status(), "it came, and is no JSON");
        }
    }

    private static boolean isHungUp(Peer peer) {
        try {
            peer.send(new byte[] {' '});
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void aRequestThatIsNotAnsweredInTimeIsHungUpOn() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        byte[] body = Bodies.valid().getBytes(StandardCharsets.UTF_8);
        RequestQueue one = new RequestQueue(1, 1);
        try (Served axon = new Served(new LoopbackAuthenticator(), limits(1, Duration.ofSeconds(1)), one, query -> {
                    asked.countDown();
                    await(gone);
                    return Decision.keep("too late");
                });
                Served patient = new Served(
                        new LoopbackAuthenticator(), limits(1, MINUTE), one, query -> Decision.keep("test"));
                Peer peer = new Peer(axon.port())) {
            assertThrows(IOException.class, () -> peer.post("/RebalanceQuery", body));
            await(asked);
            gone.countDown();
            axon.waitUntilNobodyIsConnected();
            try (Peer next = new Peer(patient.port())) {
                assertEquals(200, next.post("/RebalanceQuery", body).status(), "the worker is free again");
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
