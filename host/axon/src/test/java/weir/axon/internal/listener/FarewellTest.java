package weir.axon.internal.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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
class FarewellTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch decided = new CountDownLatch(1);
    private final Server server = new Server();
    private final Farewell farewell = new Farewell();
    private ServerConnector connector;

    @BeforeEach
    void start() throws Exception {
        connector =
                GuardedConnector.of(server, "127.0.0.1", 0, new Limits(MINUTE, MINUTE, 1, MINUTE, MINUTE, 100, 100));
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

    @Test
    void nobodyIsWaitedForWhereNobodyAsks() throws Exception {
        farewell.bundleChanged(stopping(0));
        assertFalse(connector.isOpen());
    }

    @Test
    void anotherBundlesEndIsNotTheHosts() throws Exception {
        farewell.bundleChanged(stopping(17));
        assertTrue(connector.isOpen());
    }

    @Test
    void thePatienceHasAnEnd() throws Exception {
        HttpClient.newHttpClient().sendAsync(HttpRequest.newBuilder(uri()).build(), BodyHandlers.ofString());
        asked.await();
        farewell.bundleChanged(stopping(0));
        assertEquals(1, decided.getCount(), "the strategy hangs, and the host stops");
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
