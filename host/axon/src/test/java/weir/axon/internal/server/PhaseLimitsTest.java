package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import weir.axon.internal.auth.Authenticator;
import weir.axon.internal.handler.RequestQueue;
import weir.fixtures.RebalanceBodies;
import weir.strategy.Decision;

/** The limit of one phase of a connection; all other limits are a minute. */
class PhaseLimitsTest {

    /** Two seconds of them, 50 bytes a second; the least rate is checked after 200 ms. */
    private static final int DROPS = 100;

    @Test
    void bodiesBelowTheLeastRateCloseTheConnection() throws Exception {
        byte[] head = ("POST /RebalanceQuery HTTP/1.1\r\nHost: a\r\nContent-Length: " + DROPS + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try (TestServer strict = new TestServer(
                        Authenticator.LOOPBACK_ONLY,
                        TestLimits.limits().rate(1024, 200).build());
                TestServer patient = new TestServer(
                        Authenticator.LOOPBACK_ONLY,
                        TestLimits.limits().rate(1, 200).build());
                RawClient tooSlow = new RawClient(strict.port());
                RawClient slow = new RawClient(patient.port())) {
            tooSlow.send(head);
            slow.send(head);
            boolean closed = false;
            for (int drop = 0; drop < DROPS; drop++) {
                slow.send(new byte[] {' '});
                closed = closed || isClosed(tooSlow);
                Thread.sleep(20);
            }
            assertTrue(closed);
            assertEquals(400, slow.read().status(), "it arrived and is not JSON");
        }
    }

    private static boolean isClosed(RawClient client) {
        try {
            client.send(new byte[] {' '});
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void requestsThatAreNotAnsweredInTimeCloseTheConnection() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        byte[] body = RebalanceBodies.valid().getBytes(StandardCharsets.UTF_8);
        RequestQueue one = new RequestQueue(1, 1);
        try (TestServer axon = new TestServer(
                        Authenticator.LOOPBACK_ONLY,
                        TestLimits.limits().handling(200).build(),
                        one,
                        query -> {
                            asked.countDown();
                            await(gone);
                            return Decision.keep("too late");
                        });
                TestServer patient = new TestServer(
                        Authenticator.LOOPBACK_ONLY, TestServer.GENEROUS, one, query -> Decision.keep("test"));
                RawClient client = new RawClient(axon.port())) {
            assertThrows(IOException.class, () -> client.post("/RebalanceQuery", body));
            await(asked);
            gone.countDown();
            axon.waitForNoConnections();
            try (RawClient next = new RawClient(patient.port())) {
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
