package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.host.ChildHost;

/** The assembled host with a node of an EVM chain. */
class FollowTest {

    private static final String KEY = "s3cr3tk3y";
    private static final String POOL = "0x" + "ab".repeat(20);

    @TempDir
    Path folder;

    @Test
    void nodeOfAnotherChainShowsInHealthWithoutItsKeyWhileStrategiesAnswer() throws Exception {
        HttpServer node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/", exchange -> {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String id = request.replaceAll(".*\"id\":(\\d+).*", "$1");
            byte[] answer =
                    ("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":\"0x1\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        node.start();
        String url = "http://127.0.0.1:" + node.getAddress().getPort() + "/" + KEY;
        Path home = folder.resolve("home");
        try (ChildHost host = ChildHost.start(home, folder, Map.of("BASE_RPC", url), "--evm.poll_interval", "0.1")) {
            host.await("health names the chain", () -> health(host)
                    .contains("is on chain 1, and the pools are on chain 8453"));
            assertTrue(health(host).contains("\"name\": \"evm\""), health(host));
            assertTrue(host.ask(POOL).contains("desired_positions"), "strategies answer");
            assertFalse(health(host).contains(KEY) || host.output().contains(KEY), host.output());
        } finally {
            node.stop(0);
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(
                        Files.readString(file, StandardCharsets.ISO_8859_1).contains(KEY), file + " contains the key");
            }
        }
    }

    private static String health(ChildHost host) {
        try {
            return host.requestAdmin("GET", "/health", BodyPublishers.noBody()).body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
