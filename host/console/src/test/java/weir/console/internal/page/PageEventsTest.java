package weir.console.internal.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weir.console.internal.admin.HttpError;
import weir.fixtures.Await;

/** Server-sent events over real sockets. */
class PageEventsTest {

    /** More than the buffers of a socket take. */
    private static final String LARGE = "x".repeat(16 << 20);

    private final AtomicLong built = new AtomicLong();
    private PageEvents events = new PageEvents(
            () -> Map.of("small", Long.toString(built.incrementAndGet()), "large", "\"" + LARGE + built.get() + "\""),
            Duration.ofMillis(20),
            Duration.ofMillis(500));
    private final Server server = new Server(0);
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                try {
                    events.add(request, response, callback);
                } catch (HttpError e) {
                    e.toReply().send(response, callback);
                }
                return true;
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        events.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stop();
    }

    @Test
    void browserThatDoesNotReadIsDisconnectedAndOthersAreNotDelayed() throws Exception {
        Socket slow = connect();
        assertTrue(read(slow, 15).startsWith("HTTP/1.1 200"));
        Await.until("the slow browser is disconnected", () -> events.clientCount() == 0);
        assertTrue(read(connect(), 1 << 20).contains("event: "), "a new browser is served");
    }

    @Test
    void panelsAreBuiltOnlyWhileABrowserIsConnected() throws Exception {
        assertEquals(0, built.get());
        Socket browser = connect();
        read(browser, 1 << 10);
        browser.close();
        Await.until("the closed connection is noticed", () -> events.clientCount() == 0);
    }

    @Test
    void errorOfAPanelDoesNotEndTheUpdates() throws Exception {
        events.close();
        AtomicLong calls = new AtomicLong();
        events = new PageEvents(
                () -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new StackOverflowError("of this test");
                    }
                    return Map.of("small", "1");
                },
                Duration.ofMillis(20),
                Duration.ofSeconds(30));
        assertTrue(read(connect(), 200).contains("event: small"));
    }

    @Test
    void ninthBrowserIsRejected() throws Exception {
        events.close();
        events = new PageEvents(() -> Map.of("small", "1"));
        for (int i = 0; i < PageEvents.MAX_CLIENTS; i++) {
            read(connect(), 15);
        }
        String answer = read(connect(), 300);
        assertTrue(answer.startsWith("HTTP/1.1 503") && answer.contains("close one of its tabs"), answer);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), ((ServerConnector) server.getConnectors()[0]).getLocalPort());
        sockets.add(socket);
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String read(Socket socket, int bytes) throws IOException {
        socket.setSoTimeout(60_000);
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[4_096];
        while (text.length() < bytes) {
            int read = socket.getInputStream().read(buffer);
            if (read < 0) {
                break;
            }
            text.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
            if (text.indexOf("503") > 0 && text.indexOf("tabs") > 0) {
                break;
            }
        }
        return text.toString();
    }
}
