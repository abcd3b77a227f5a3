package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.Await;
import weir.fixtures.FreePort;
import weir.fixtures.JarBuilder;
import weir.fixtures.RebalanceBodies;
import weir.fixtures.host.WeirCommand;

/** A host whose output is not read, as after Ctrl-S or in {@code weir run | less}: it loses lines, but no query, upgrade or stop. */
@Timeout(300)
class StalledOutputTest {

    private static final String POOL = "0x" + "d4".repeat(20);

    /** Exit code of a JVM after SIGTERM. */
    private static final int SIGTERM = 143;

    /** A stop that waits for the reader lasts that long, and has another exit code. No busy machine takes so long. */
    private static final int STOP_SECONDS = 120;

    /** More than a pipe takes (64 KiB). */
    private static final long LOG_BYTES = 150_000;

    @TempDir
    Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = FreePort.find();

    @Test
    void hostAnswersUpgradesAndStopsWhileItsOutputIsNotRead() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                WeirCommand.SCRIPT.toString(), "run", "--home", home.toString(), "--axon.port", String.valueOf(port));
        builder.redirectErrorStream(true).environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(StopTimeout.environment(STOP_SECONDS));
        // Both streams are one pipe, which this test does not read.
        Process host = builder.start();
        try {
            Await.until("the host answers", () -> ask().contains("\"version\":\"1.0.0\""));
            Await.until(
                    "the pipe is full", () -> !ask().isEmpty() && size(home.resolve("logs/weir.log.0")) > LOG_BYTES);
            Path upload = home.resolve("plugins/.new");
            Files.write(
                    upload,
                    JarBuilder.copyOf(WeirCommand.INSTALLATION.resolve("plugins"), "weir.range-follower")
                            .header("Bundle-Version", "1.0.7")
                            .bytes());
            Files.move(upload, home.resolve("plugins/new.jar"));
            Await.until("the new version serves", () -> ask().contains("\"version\":\"1.0.7\""));
            Files.writeString(
                    home.resolve("conf/routes/d4.json"), "{\"pair\": \"" + POOL + "\", \"strategy\": \"hold\"}");
            Await.until("the new route is in force", () -> ask().contains("hold"));
            host.destroy();
            assertTrue(host.waitFor(2 * STOP_SECONDS, TimeUnit.SECONDS), "the host ends");
            assertEquals(SIGTERM, host.exitValue(), "the stop does not wait for the reader");
        } finally {
            host.destroyForcibly();
        }
    }

    /** Empty if the host does not answer. */
    private String ask() {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/RebalanceQuery"))
                                    .timeout(Await.TIMEOUT)
                                    .header("Content-Type", "application/json")
                                    .header("timeout", "5.0")
                                    .POST(BodyPublishers.ofString(RebalanceBodies.validFor(POOL)))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
