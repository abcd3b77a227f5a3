package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that stops while requests are handled. */
class GracefulShutdownTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** The common pool has a single thread on two cores, and clients must run at once. */
    private static final Executor NEW_THREAD = task -> new Thread(task).start();

    private final CountDownLatch received = new CountDownLatch(1);
    private final CountDownLatch decided = new CountDownLatch(1);
    private AxonServer server;

    private void start(Duration shutdown) throws Exception {
        Handler handler = new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                received.countDown();
                decided.await();
                Content.Sink.write(response, true, "decided", callback);
                return true;
            }
        };
        ServerLimits limits = TestLimits.limits()
                .shutdown(shutdown.toMillis())
                .connections(100, 100)
                .build();
        server = new AxonServer("127.0.0.1", 0, limits, 16, handler);
    }

    @AfterEach
    void stop() {
        decided.countDown();
        server.close();
    }

    @Test
    void requestsInProgressAreAnsweredAndNewConnectionsRefused() throws Exception {
        start(MINUTE);
        int port = server.port();
        CompletableFuture<HttpResponse<String>> answer = request();
        received.await();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close, NEW_THREAD);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> awaitRefused(port));
        assertFalse(stopped.isDone(), "the stop waits");
        decided.countDown();
        stopped.get();
        assertEquals("decided", answer.get().body());
    }

    /** The system may accept connections for a moment after the port was closed. */
    private static void awaitRefused(int port) throws IOException {
        while (true) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.shutdownOutput();
            } catch (ConnectException refused) {
                return;
            }
        }
    }

    /** On a kept connection, the last response says so before the connection is closed. */
    @Test
    void keptConnectionsAreToldToClose() throws Exception {
        start(MINUTE);
        decided.countDown();
        int port = server.port();
        CountDownLatch busy = new CountDownLatch(3);
        List<CompletableFuture<Boolean>> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(CompletableFuture.supplyAsync(() -> requestUntilToldToClose(port, busy), NEW_THREAD));
        }
        busy.await();
        server.close();
        for (CompletableFuture<Boolean> client : clients) {
            assertTrue(client.get(), "each request was answered");
        }
    }

    /** Whether every request on one connection was answered until a response announced the close. */
    private static boolean requestUntilToldToClose(int port, CountDownLatch busy) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            while (true) {
                socket.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: weir\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                List<String> head = new ArrayList<>();
                for (String line = answers.readLine(); line != null && !line.isEmpty(); line = answers.readLine()) {
                    head.add(line.toLowerCase(Locale.ROOT));
                }
                if (head.isEmpty() || answers.read(new char["decided".length()]) < "decided".length()) {
                    return false;
                }
                busy.countDown();
                if (head.contains("connection: close")) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void stopDoesNotWaitWithoutRequests() throws Exception {
        start(MINUTE);
        long begun = System.nanoTime();
        server.close();
        assertFalse(server.connector().isOpen());
        assertTrue(System.nanoTime() - begun < Duration.ofSeconds(5).toNanos());
    }

    @Test
    void idleConnectionsDoNotDelayTheStop() throws Exception {
        start(MINUTE);
        decided.countDown();
        try (Socket idle = new Socket("127.0.0.1", server.port())) {
            request().get();
            long begun = System.nanoTime();
            server.close();
            assertTrue(System.nanoTime() - begun < Duration.ofSeconds(5).toNanos());
            assertEquals(-1, idle.getInputStream().read());
        }
    }

    @Test
    void stopGivesUpAfterItsTimeout() throws Exception {
        Duration timeout = Duration.ofMillis(200);
        start(timeout);
        CompletableFuture<HttpResponse<String>> answer = request();
        received.await();
        long begun = System.nanoTime();
        server.close();
        assertTrue(System.nanoTime() - begun >= timeout.toNanos());
        assertThrows(ExecutionException.class, answer::get, "a strategy that hangs does not keep the host alive");
    }

    private CompletableFuture<HttpResponse<String>> request() {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/");
        return HttpClient.newHttpClient().sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
