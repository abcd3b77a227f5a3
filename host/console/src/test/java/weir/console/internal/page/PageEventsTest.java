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
import java.util.function.Supplier;
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

    /** A few of these fill the buffers of a socket. */
    private static final String LARGE = "x".repeat(1 << 20);

    private final AtomicLong built = new AtomicLong();
    private PageEvents events = new PageEvents(
            () -> Map.of("small", Long.toString(built.incrementAndGet()), "large", "\"" + LARGE + built.get() + "\""),
            Duration.ofMillis(20),
            Duration.ofSeconds(1));
    private volatile boolean isSignedIn = true;
    private final Server server = new Server(0);
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                try {
                    events.add(request, response, callback, () -> isSignedIn);
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
        Socket fast = connect();
        read(fast, 15);
        Socket slow = connect();
        assertTrue(read(slow, 15).startsWith("HTTP/1.1 200"));
        long bytes = 0;
        byte[] buffer = new byte[1 << 16];
        while (events.clientCount() == 2) {
            bytes += fast.getInputStream().read(buffer);
        }
        assertEquals(1, events.clientCount(), "the slow browser is disconnected");
        assertTrue(bytes > 10 * LARGE.length(), "the other one got " + bytes + " bytes meanwhile");
    }

    @Test
    void panelsAreBuiltOnlyWhileABrowserIsConnected() throws Exception {
        replace(() -> Map.of("small", Long.toString(built.incrementAndGet())), Duration.ofHours(1));
        Socket browser = connect();
        assertTrue(read(browser, 200).contains("data: 1\n"));
        browser.close();
        Await.until("the closed connection is noticed", () -> {
            events.changed();
            return events.clientCount() == 0;
        });
        Await.until("the updates that were due are done", () -> !events.isUpdateDue());
        long before = built.get();
        events.changed();
        Await.until("the update is done", () -> !events.isUpdateDue());
        String next = read(connect(), 200);
        assertTrue(next.contains("data: " + (before + 1) + "\n"), next);
    }

    @Test
    void streamEndsWithItsSession() throws Exception {
        Socket browser = connect();
        read(browser, 15);
        isSignedIn = false;
        Await.until("the browser is disconnected", () -> events.clientCount() == 0);
    }

    @Test
    void errorOfAPanelDoesNotEndTheUpdates() throws Exception {
        AtomicLong calls = new AtomicLong();
        replace(
                () -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new StackOverflowError("of this test");
                    }
                    return Map.of("small", "1");
                },
                Duration.ofMillis(20));
        assertTrue(read(connect(), 200).contains("event: small"));
    }

    @Test
    void firstWordOfAPanelsNameIsTheTypeOfItsEvents() throws Exception {
        replace(() -> Map.of("price 8453-0xaa", "{}"), Duration.ofSeconds(1));
        String events = read(connect(), 200);
        assertTrue(events.contains("id: price 8453-0xaa\nevent: price\ndata: {}\n\n"), events);
    }

    @Test
    void ninthBrowserIsRejected() throws Exception {
        replace(() -> Map.of("small", "1"), Duration.ofSeconds(1));
        for (int i = 0; i < PageEvents.MAX_CLIENTS; i++) {
            read(connect(), 15);
        }
        String answer = read(connect(), 300);
        assertTrue(answer.startsWith("HTTP/1.1 503") && answer.contains("close one of its tabs"), answer);
    }

    private void replace(Supplier<Map<String, String>> panels, Duration period) {
        events.close();
        events = new PageEvents(panels, period, Duration.ofSeconds(30));
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
