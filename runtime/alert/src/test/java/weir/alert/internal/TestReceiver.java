package weir.alert.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A real HTTP receiver, which answers by a script and then with 204. */
final class TestReceiver implements AutoCloseable {

    /** A part of the URL that no log may contain. */
    static final String SECRET = "s3cr3t-t0ken";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Queue<Step> script = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();

    interface Step {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    TestReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Step step = script.poll();
        try (exchange) {
            if (step == null) {
                bodies.add(exchange.getRequestURI() + " " + body);
                exchange.sendResponseHeaders(204, -1);
            } else {
                step.answer(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next answers. */
    TestReceiver then(Step step) {
        script.add(step);
        return this;
    }

    TestReceiver thenStatus(int status) {
        return then(exchange -> exchange.sendResponseHeaders(status, -1));
    }

    TestReceiver thenTooManyRequests(String retryAfter) {
        return then(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
            exchange.sendResponseHeaders(429, -1);
        });
    }

    /** Never answers. */
    TestReceiver thenHang() {
        return then(exchange -> closed.await());
    }

    /** Answers with headers and never with the body. */
    TestReceiver thenHangInTheBody() {
        return then(exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().flush();
            closed.await();
        });
    }

    /** Closes the connection. */
    TestReceiver thenBreakOff() {
        return then(exchange -> {});
    }

    Receiver receiver(Receiver.Kind kind, Duration quiet, Event... events) {
        return new Receiver(
                1,
                "m1",
                kind,
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/bot" + SECRET
                        + "/sendMessage?chat_id=42"),
                Set.of(events),
                quiet);
    }

    /** The path and the body of the next accepted request; waits for it. */
    String take() throws InterruptedException {
        String body = bodies.poll(1, TimeUnit.MINUTES);
        if (body == null) {
            throw new AssertionError("no message arrived");
        }
        return body;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
