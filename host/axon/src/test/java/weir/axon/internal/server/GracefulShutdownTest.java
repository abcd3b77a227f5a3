package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
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
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;

/** A real Jetty whose host stops while a request is worked on. */
class GracefulShutdownTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch decided = new CountDownLatch(1);
    private final Server server = new Server();
    private final Farewell farewell = new Farewell();
    private ServerConnector connector;

    @BeforeEach
    void start() throws Exception {
        connector =
                AxonServer.of(server, "127.0.0.1", 0, new ServerLimits(MINUTE, MINUTE, 1, MINUTE, MINUTE, 100, 100));
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                asked.countDown();
                decided.await();
                Content.Sink.write(response, true, "decided", callback);
                return true;
            }
        });
        server.start();
        farewell.to(connector);
    }

    @AfterEach
    void stop() throws Exception {
        decided.countDown();
        server.stop();
    }

    @Test
    void whoHasBeenLetInIsAnsweredBeforeAnythingStopsAndNobodyElseIsLetIn() throws Exception {
        int port = connector.getLocalPort();
        CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(uri()).build(), BodyHandlers.ofString());
        asked.await();
        CompletableFuture<Void> goodbye = CompletableFuture.runAsync(() -> farewell.bundleChanged(stopping(0)));
        while (connector.isOpen()) {
            Thread.onSpinWait();
        }
        assertThrows(ConnectException.class, () -> new Socket("127.0.0.1", port).close());
        assertFalse(goodbye.isDone(), "the framework waits");
        decided.countDown();
        goodbye.get();
        assertEquals("decided", answer.get().body());
    }

    /** Whoever keeps a connection and asks on it again and again: the answer that is the last one says so. */
    @Test
    void whoKeepsAskingIsToldToStop() throws Exception {
        decided.countDown();
        CountDownLatch busy = new CountDownLatch(3);
        List<CompletableFuture<Boolean>> peers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            peers.add(CompletableFuture.supplyAsync(() -> asksUntilToldToStop(connector.getLocalPort(), busy)));
        }
        busy.await();
        farewell.bundleChanged(stopping(0));
        for (CompletableFuture<Boolean> peer : peers) {
            assertTrue(peer.get(), "each request had its answer");
        }
    }

    /** Whether every request on the one connection was answered until an answer said that it is the last. */
    private static boolean asksUntilToldToStop(int port, CountDownLatch busy) {
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
    void nobodyIsWaitedForWhereNobodyAsks() {
        long begun = System.nanoTime();
        farewell.bundleChanged(stopping(0));
        assertFalse(connector.isOpen());
        assertTrue(System.nanoTime() - begun < Farewell.PATIENCE.toNanos());
    }

    @Test
    void anotherBundlesEndIsNotTheHosts() throws Exception {
        farewell.bundleChanged(stopping(17));
        assertTrue(connector.isOpen());
    }

    @Test
    void thePatienceHasAnEnd() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(uri()).build(), BodyHandlers.ofString());
        asked.await();
        long begun = System.nanoTime();
        farewell.bundleChanged(stopping(0));
        assertTrue(System.nanoTime() - begun >= Farewell.PATIENCE.toNanos());
        assertThrows(ExecutionException.class, answer::get, "the strategy hangs, and the host stops");
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/");
    }

    private static BundleEvent stopping(long id) {
        Bundle bundle = (Bundle) Proxy.newProxyInstance(
                Bundle.class.getClassLoader(), new Class<?>[] {Bundle.class}, (proxy, method, arguments) -> id);
        return new BundleEvent(BundleEvent.STOPPING, bundle);
    }
}
