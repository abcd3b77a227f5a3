package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.cli.CommandRunner;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand;

/** {@code weir alert} as processes beside a host. */
@Timeout(600)
class AlertTest {

    private static final String SECRET = "s3cr3t";

    @TempDir
    Path home;

    private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
    private HttpServer receiver;
    private int status = 204;

    @BeforeEach
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/" + SECRET, this::receive);
        receiver.start();
        Path file = Files.createDirectories(home.resolve("conf")).resolve("alerts.json");
        Files.writeString(
                file,
                "{\"format\": 1, \"miner\": \"m1\", \"receivers\": [{\"kind\": \"webhook\", \"url\": \"http://127.0.0.1:"
                        + receiver.getAddress().getPort() + "/" + SECRET
                        + "\", \"events\": [\"host\", \"version\", \"ping\"], \"quiet_seconds\": 1}]}");
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            messages.add(
                    JsonParser.parseString(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                            .getAsJsonObject());
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Test
    void aKilledHostAndItsReturnAreReported() throws Exception {
        Path output = home.resolve("alert.log");
        ChildHost host = ChildHost.start(home, "--axon.ip", "127.0.0.1");
        Process alert = WeirCommand.start(home, output, "alert", "run");
        try {
            await("ping");
            InstalledPlugins.await(host, home, "weir.hold");
            assertEquals(
                    0,
                    CommandRunner.run(home, "pin", "default", "hold", "1.0.0").exitCode());
            assertTrue(await("version").get("text").getAsString().contains("hold 1.0.0"));

            host.kill();

            JsonObject down = await("host");
            assertTrue(down.get("problem").getAsBoolean());
            assertEquals("m1", down.get("miner").getAsString());
            messages.clear();
            try (ChildHost next = ChildHost.start(home, "--axon.ip", "127.0.0.1")) {
                assertFalse(await("host").get("problem").getAsBoolean());
                await("ping");
                String commandLine = ProcessHandle.of(alert.pid())
                        .flatMap(process -> process.info().commandLine())
                        .orElse("");
                assertTrue(commandLine.contains("alert run"), commandLine);
                assertFalse(commandLine.contains(SECRET), commandLine);
                assertFalse(next.output().contains(SECRET), next.output());
            }
        } finally {
            alert.destroy();
            assertTrue(alert.waitFor(1, TimeUnit.MINUTES));
            host.close();
        }
        assertFalse(Files.readString(output).contains(SECRET), Files.readString(output));
    }

    @Test
    void theTestCommandSaysWhichReceiverFails() throws Exception {
        WeirCommand.Result delivered = CommandRunner.run(home, "alert", "test");
        assertEquals(0, delivered.exitCode(), delivered.err());
        assertEquals("test", await("test").get("event").getAsString());
        assertTrue(delivered.out().contains("receiver 1 (webhook, 127.0.0.1): delivered"), delivered.out());

        status = 404;
        WeirCommand.Result rejected = CommandRunner.run(home, "alert", "test");

        assertEquals(1, rejected.exitCode());
        assertTrue(rejected.out().contains("the receiver answered 404"), rejected.out());
        assertFalse((rejected.out() + rejected.err()).contains(SECRET), rejected.out());
    }

    @Test
    void aMissingFileIsReportedWithItsRemedy() throws IOException {
        Files.delete(home.resolve("conf/alerts.json"));
        WeirCommand.Result result = WeirCommand.run(home, "alert", "run");

        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("conf/alerts.json does not exist"), result.err());
    }

    /** Waits for the next message of an event; skips others. */
    private JsonObject await(String event) throws InterruptedException {
        while (true) {
            JsonObject message = messages.poll(1, TimeUnit.MINUTES);
            if (message == null) {
                throw new AssertionError("no message of the event " + event);
            }
            if (message.get("event").getAsString().equals(event)) {
                return message;
            }
        }
    }
}
