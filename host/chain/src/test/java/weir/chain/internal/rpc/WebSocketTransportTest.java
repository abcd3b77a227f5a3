package weir.chain.internal.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.chain.internal.rpc.FakeWebSocketServer.frame;
import static weir.chain.internal.rpc.FakeWebSocketServer.text;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The transport against a server that breaks the protocol. */
class WebSocketTransportTest {

    private static final FakeWebSocketServer.Script WAIT = (out, in) -> in.readAllBytes();

    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final WebSocketTransport transport = new WebSocketTransport(executor);
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
    private final Transport.Listener listener = new Transport.Listener() {
        @Override
        public void opened() {
            events.add("opened");
        }

        @Override
        public void received(String message) {
            events.add(message);
        }

        @Override
        public void failed(Transport.Failure failure) {
            events.add(failure);
        }
    };

    @AfterEach
    void stopExecutor() {
        executor.shutdownNow();
    }

    private Object next() throws InterruptedException {
        return events.poll(30, TimeUnit.SECONDS);
    }

    private Transport.Failure failureOf(FakeWebSocketServer server) throws InterruptedException {
        transport.connect(server.uri(), listener);
        Object event = next();
        return (Transport.Failure) (event.equals("opened") ? next() : event);
    }

    @Test
    void fragmentedMessagesAreJoined() throws Exception {
        try (FakeWebSocketServer server = new FakeWebSocketServer(null, (out, in) -> {
            out.write(text(true, false, "{\"a\":"));
            out.write(text(false, false, ""));
            out.write(frame(9, true, new byte[] {1})); // A ping between the fragments.
            out.write(text(false, true, "1}"));
            out.write(text(true, true, "{}"));
            out.flush();
            in.readAllBytes();
        })) {
            transport.connect(server.uri(), listener);
            assertEquals("opened", next());
            assertEquals("{\"a\":1}", next());
            assertEquals("{}", next());
        }
    }

    @Test
    void messageOfNineMebibytesEndsTheConnection() throws Exception {
        byte[] large = new byte[9 << 20];
        Arrays.fill(large, (byte) 'x');
        try (FakeWebSocketServer server = new FakeWebSocketServer(null, (out, in) -> {
            out.write(frame(FakeWebSocketServer.TEXT, true, large));
            out.flush();
            in.readAllBytes();
        })) {
            Transport.Failure failure = failureOf(server);
            assertTrue(failure.reason().contains("more than 8388608"), failure.reason());
        }
    }

    /**
     * The JDK's client does not report each end of a stream: if it comes right after data, the report is lost at times. The follower then
     * notices the silence.
     */
    @Test
    void messageThatIsCutInTheMiddleOfAFrameIsNotDelivered() throws Exception {
        byte[] whole = text(true, true, "{\"result\": \"0x00\"}");
        try (FakeWebSocketServer server =
                new FakeWebSocketServer(null, (out, in) -> out.write(Arrays.copyOf(whole, whole.length / 2)))) {
            transport.connect(server.uri(), listener);
            assertEquals("opened", next());
            assertFalse(events.poll(1, TimeUnit.SECONDS) instanceof String);
        }
    }

    @Test
    void status429IsARefusalWithTheTimeToWait() throws Exception {
        try (FakeWebSocketServer server = new FakeWebSocketServer(
                "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 17\r\nContent-Length: 0\r\n\r\n", WAIT)) {
            Transport.Failure failure = failureOf(server);
            assertTrue(failure.isRefusal(), failure.reason());
            assertEquals(Optional.of(Duration.ofSeconds(17)), failure.retryAfter());
        }
    }

    @Test
    void otherStatusIsNoRefusal() throws Exception {
        try (FakeWebSocketServer server =
                new FakeWebSocketServer("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", WAIT)) {
            Transport.Failure failure = failureOf(server);
            assertFalse(failure.isRefusal());
            assertTrue(failure.reason().contains("502"), failure.reason());
        }
    }

    @Test
    void closeCode1008IsARefusal() throws Exception {
        try (FakeWebSocketServer server = new FakeWebSocketServer(null, (out, in) -> {
            out.write(frame(FakeWebSocketServer.CLOSE, true, new byte[] {1008 >> 8, (byte) 1008, 'n', 'o'}));
            out.flush();
            in.readAllBytes();
        })) {
            Transport.Failure failure = failureOf(server);
            assertTrue(failure.isRefusal(), failure.reason());
            assertTrue(failure.reason().contains("1008"), failure.reason());
        }
    }

    @Test
    void binaryMessageEndsTheConnection() throws Exception {
        try (FakeWebSocketServer server = new FakeWebSocketServer(null, (out, in) -> {
            out.write(frame(FakeWebSocketServer.BINARY, true, new byte[3]));
            out.flush();
            in.readAllBytes();
        })) {
            assertTrue(failureOf(server).reason().contains("binary"));
        }
    }

    @Test
    void closedPortIsReported() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        transport.connect(URI.create("ws://127.0.0.1:" + port), listener);
        assertTrue(next() instanceof Transport.Failure);
    }

    @Test
    void messagesAreSentInOrder() throws Exception {
        BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
        try (FakeWebSocketServer server = new FakeWebSocketServer(null, (out, in) -> {
            for (int b = in.read(); b >= 0; b = in.read()) {
                received.add(b);
            }
        })) {
            Transport.Connection connection = transport.connect(server.uri(), listener);
            assertEquals("opened", next());
            for (int i = 0; i < 50; i++) {
                connection.send("m");
            }
            for (int i = 0; i < 50 * 7; i++) { // Two bytes of head, four of mask, one of payload.
                Integer next = received.poll(30, TimeUnit.SECONDS);
                assertEquals(i % 7 == 0 ? 0x81 : i % 7 == 1 ? 0x81 : next, next);
            }
            connection.close();
        }
    }

    @Test
    void hundredReconnectsLeaveOneSocketAndNoMoreThreads() throws Exception {
        try (FakeWebSocketServer server = new FakeWebSocketServer(null, WAIT)) {
            connectAndClose(server, 20);
            Set<String> threads = threadsOfTheClient();
            connectAndClose(server, 80);
            transport.connect(server.uri(), listener);
            assertEquals("opened", next());
            // Threads of other tests' clients may have ended meanwhile.
            assertTrue(threads.containsAll(threadsOfTheClient()), () -> threads + " and later " + threadsOfTheClient());
            // The server takes a connection when the one before is closed.
            assertEquals(1, server.openSockets());
        }
    }

    private static Set<String> threadsOfTheClient() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("HttpClient") || name.startsWith("pool"))
                .collect(Collectors.toSet());
    }

    private void connectAndClose(FakeWebSocketServer server, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            Transport.Connection connection = transport.connect(server.uri(), listener);
            assertEquals("opened", next());
            connection.close();
        }
    }

    @Test
    void textThatIsNotAsciiArrivesUnchanged() throws Exception {
        String message = "{\"name\": \"τao\"}";
        try (FakeWebSocketServer server = new FakeWebSocketServer(null, (out, in) -> {
            byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
            out.write(frame(FakeWebSocketServer.TEXT, true, bytes));
            out.flush();
            in.readAllBytes();
        })) {
            transport.connect(server.uri(), listener);
            assertEquals("opened", next());
            assertEquals(message, next());
        }
    }
}
