package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import weir.axon.internal.HttpError;
import weir.axon.internal.auth.Authenticator;
import weir.axon.internal.handler.RequestQueue;
import weir.fixtures.RebalanceBodies;
import weir.strategy.Decision;

/** Slow, silent or too many connections are closed, and other clients are answered. */
class ConnectionTimeoutsTest {

    private static final ServerLimits SHORT =
            TestLimits.limits().header(200).body(200).keepAlive(200).build();
    private static final byte[] BODY = RebalanceBodies.valid().getBytes(StandardCharsets.UTF_8);
    private static final String HEAD = "POST /RebalanceQuery HTTP/1.1\r\nHost: a\r\n";

    /** Two seconds of them, ten times the limits. */
    private static final int DROPS = 100;

    private static TestServer served(ServerLimits limits) throws Exception {
        return new TestServer(Authenticator.LOOPBACK_ONLY, limits);
    }

    /** Sends a byte every 20 ms, so that no idle timeout occurs; returns how many were sent before the connection was closed. */
    private static int drip(RawClient client, byte drop) throws InterruptedException {
        for (int drops = 0; drops < DROPS; drops++) {
            try {
                client.send(new byte[] {drop});
            } catch (IOException e) {
                return drops;
            }
            Thread.sleep(20);
        }
        return DROPS;
    }

    @Test
    void slowHeadersCloseTheConnection() throws Exception {
        try (TestServer served = served(SHORT);
                RawClient client = new RawClient(served.port())) {
            client.send((HEAD + "x: ").getBytes(StandardCharsets.US_ASCII));
            assertTrue(drip(client, (byte) 'x') < DROPS);
        }
    }

    @Test
    void slowHeadersOfALaterRequestCloseTheConnection() throws Exception {
        try (TestServer served = served(SHORT);
                RawClient client = new RawClient(served.port())) {
            assertEquals(200, client.post("/RebalanceQuery", BODY).status());
            client.send((HEAD + "x: ").getBytes(StandardCharsets.US_ASCII));
            assertTrue(drip(client, (byte) 'x') < DROPS);
        }
    }

    @Test
    void slowBodiesCloseTheConnection() throws Exception {
        try (TestServer served = served(SHORT);
                RawClient client = new RawClient(served.port())) {
            client.send((HEAD + "Content-Length: 100000\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertTrue(drip(client, (byte) ' ') < DROPS);
        }
    }

    @Test
    void silentAndIdleConnectionsAreClosed() throws Exception {
        try (TestServer served = served(SHORT);
                RawClient silent = new RawClient(served.port());
                RawClient idle = new RawClient(served.port())) {
            assertEquals(200, idle.post("/RebalanceQuery", BODY).status());
            assertThrows(IOException.class, silent::read);
            assertThrows(IOException.class, idle::read);
        }
    }

    @Test
    void bodiesMayArriveInPieces() throws Exception {
        try (TestServer served = served(TestServer.GENEROUS);
                RawClient client = new RawClient(served.port())) {
            client.send((HEAD + "Content-Length: " + BODY.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            for (int at = 0; at < BODY.length; at += 400) {
                Thread.sleep(20);
                client.send(Arrays.copyOfRange(BODY, at, Math.min(BODY.length, at + 400)));
            }
            assertTrue(client.read().isAccepted(false));
        }
    }

    @Test
    void connectionsOfOneAddressAreLimited() throws Exception {
        ServerLimits limits = TestLimits.limits().connections(100, 3).build();
        List<RawClient> open = new ArrayList<>();
        try (TestServer served = served(limits)) {
            for (int i = 0; i < 3; i++) {
                open.add(new RawClient(served.port()));
                assertEquals(200, open.get(i).post("/RebalanceQuery", BODY).status());
            }
            try (RawClient tooMany = new RawClient(served.port())) {
                assertThrows(IOException.class, () -> tooMany.post("/RebalanceQuery", BODY));
            }
            try (RawClient elsewhere = new RawClient(served.port(), "127.0.0.2")) {
                assertEquals(200, elsewhere.post("/RebalanceQuery", BODY).status());
            }
            open.get(0).close();
            assertTrue(servedWithin(served, 100), "a closed connection is no longer counted");
            for (RawClient client : open) {
                client.close();
            }
        }
    }

    private static boolean servedWithin(TestServer served, int attempts) throws InterruptedException {
        for (int i = 0; i < attempts; i++) {
            try (RawClient again = new RawClient(served.port())) {
                return again.post("/RebalanceQuery", BODY).status() == 200;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        return false;
    }

    /** A crowd of idle connections must not exclude other clients. */
    @Test
    void idleConnectionsAreClosedEarlierWhenCrowded() throws Exception {
        try (TestServer served = served(TestLimits.limits()
                        .connections(3, 3)
                        .crowdedKeepAlive(200)
                        .build());
                RawClient alone = new RawClient(served.port())) {
            assertEquals(200, alone.post("/RebalanceQuery", BODY).status());
            try (RawClient second = new RawClient(served.port())) {
                assertEquals(200, second.post("/RebalanceQuery", BODY).status());
                assertThrows(EOFException.class, alone::read, "more than half of three are in use");
            }
        }
    }

    /** A request whose headers arrive while the timer checks its connection must not count as one without headers. */
    @Test
    void requestThatArrivesDuringACheckIsNotClosedAsSlow() throws Exception {
        ServerLimits limits = TestLimits.limits().header(30_000).build();
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch checkedAgain = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        AtomicInteger queries = new AtomicInteger();
        try (TestServer served = new TestServer(Authenticator.LOOPBACK_ONLY, limits, new RequestQueue(1, 1), query -> {
                    if (queries.incrementAndGet() == 2) {
                        handling.countDown();
                        await(finish);
                    }
                    return Decision.keep("test");
                });
                RawClient client = new RawClient(served.port())) {
            assertEquals(200, client.post("/RebalanceQuery", BODY).status());
            served.setTimerHook(() -> {
                try {
                    served.setTimerHook(() -> {});
                    client.send(
                            (HEAD + "Content-Length: " + BODY.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                    client.send(BODY);
                    await(handling);
                    served.skip(Duration.ofSeconds(31));
                    served.setTimerHook(() -> served.setTimerHook(checkedAgain::countDown));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            await(checkedAgain);
            finish.countDown();
            assertEquals(200, client.read().status());
        }
    }

    @Test
    void longHeadersAreRejected() throws Exception {
        try (TestServer served = served(TestServer.GENEROUS);
                RawClient client = new RawClient(served.port())) {
            client.send((HEAD + "x: " + "x".repeat(20_000) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertEquals(431, client.read().status());
        }
    }

    /** Closing the connection would make the next request pay for a new one. */
    @Test
    void rejectedRequestsKeepTheConnectionOpen() throws Exception {
        Authenticator closed = (request, timeout) -> {
            throw new HttpError(403, "rejected");
        };
        try (TestServer served = new TestServer(closed, TestServer.GENEROUS);
                RawClient client = new RawClient(served.port())) {
            for (int i = 0; i < 3; i++) {
                RawClient.Reply reply = client.post("/RebalanceQuery", BODY);
                assertEquals(403, reply.status());
                assertEquals("rejected", reply.message());
            }
            byte[] tooMuch = new byte[100_000];
            assertEquals("close", client.post("/RebalanceQuery", tooMuch).header("Connection"));
        }
        try (TestServer served = served(TestServer.GENEROUS);
                RawClient client = new RawClient(served.port())) {
            byte[] wrong = "{\"pair_address\": 7}".getBytes(StandardCharsets.US_ASCII);
            assertEquals(400, client.post("/RebalanceQuery", wrong).status());
            assertEquals(200, client.post("/RebalanceQuery", BODY).status());
        }
    }

    @Test
    void requestsBeyondTheQueueGetRetryAfter() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        RequestQueue admission = new RequestQueue(1, 0);
        try (TestServer served = new TestServer(Authenticator.LOOPBACK_ONLY, TestServer.GENEROUS, admission, query -> {
                    busy.countDown();
                    await(finish);
                    return Decision.keep("slow");
                });
                RawClient slow = new RawClient(served.port());
                RawClient second = new RawClient(served.port())) {
            slow.send((HEAD + "Content-Length: " + BODY.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            slow.send(BODY);
            await(busy);
            RawClient.Reply refused = second.post("/RebalanceQuery", BODY);
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

    /** Shows why {@link ConnectionTimeouts} exists: a byte now and then prevents Jetty's own idle timeout. */
    @Test
    void jettyAloneDoesNotLimitSlowHeaders() throws Exception {
        Server server = new Server();
        try (ServerConnector plain = new ServerConnector(server)) {
            plain.setHost("127.0.0.1");
            plain.setIdleTimeout(SHORT.headerTimeout().toMillis());
            server.addConnector(plain);
            server.start();
            try (RawClient client = new RawClient(plain.getLocalPort())) {
                client.send((HEAD + "x: ").getBytes(StandardCharsets.US_ASCII));
                assertEquals(DROPS, drip(client, (byte) 'x'));
            }
        } finally {
            server.stop();
        }
    }
}
