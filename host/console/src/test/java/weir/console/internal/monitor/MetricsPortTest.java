package weir.console.internal.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.metrics.Metrics;

/** Forged headers on the port for metrics. Each request has the right token. */
class MetricsPortTest {

    private static final String TOKEN = "a-token-of-this-test";

    @TempDir
    Path folder;

    private Monitoring monitoring;
    private Server server;

    @BeforeEach
    void write() throws IOException {
        Path file = Files.writeString(folder.resolve("metrics.token"), TOKEN + "\n");
        monitoring = new Monitoring(Metrics.create(), null, null, new TokenFile(file.toString()));
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void loopbackPortRejectsOtherHostNamesAndWebPages() throws Exception {
        server = MetricsPort.start(monitoring, "127.0.0.1", 0);
        for (String path : new String[] {"/metrics", "/live", "/ready"}) {
            for (String host : new String[] {"evil.example", "127.0.0.1.evil.example:80", "10.0.0.1"}) {
                assertRejected(ask(path, "Host: " + host), "Host: ");
            }
            assertRejected(ask(path, "Host: 127.0.0.1", "Origin: http://127.0.0.1"), "Origin: ");
        }
        assertEquals("200", status(ask("/metrics", "Host: localhost:9108")));
        assertEquals("200", status(ask("/live", "Host: 127.0.0.1")));
    }

    @Test
    void portOfAllAddressesAcceptsAnyHostNameAndRejectsWebPages() throws Exception {
        server = MetricsPort.start(monitoring, "0.0.0.0", 0);
        assertEquals("200", status(ask("/metrics", "Host: miner-1.lan:9108")));
        assertRejected(ask("/metrics", "Host: miner-1.lan", "Origin: http://miner-1.lan"), "Origin: ");
    }

    private static void assertRejected(String answer, String message) {
        assertEquals("403", status(answer), answer);
        assertTrue(answer.substring(answer.indexOf("\r\n\r\n") + 4).startsWith(message), answer);
    }

    private String ask(String path, String... headers) throws IOException {
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = "GET " + path + " HTTP/1.1\r\nConnection: close\r\nAuthorization: Bearer " + TOKEN + "\r\n"
                    + String.join("\r\n", headers) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String status(String answer) {
        return answer.split(" ", 3)[1];
    }
}
