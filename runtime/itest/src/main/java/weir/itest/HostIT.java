package weir.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.Await;
import weir.fixtures.JarBuilder;
import weir.fixtures.QueryLoad;
import weir.fixtures.RebalanceBodies;

/** The host inside its own framework: JARs are copied into the plugins directory, queries arrive over HTTP. */
@Timeout(120)
class HostIT {

    /**
     * Shared by all tests: Declarative Services compare change counts and may ignore a configuration that is deleted and created again
     * at once.
     */
    @TempDir
    static Path home;

    private static InstalledHost host;

    @BeforeAll
    static void start() throws Exception {
        host = new InstalledHost(home);
        Files.writeString(home.resolve("routes/default.json"), "{\"pair\": \"*\", \"strategy\": \"hold\"}");
    }

    @AfterAll
    static void stop() throws Exception {
        host.close();
    }

    @BeforeEach
    void uninstallAll() throws Exception {
        try (Stream<Path> jars = Files.list(home.resolve("plugins"))) {
            for (Path jar : jars.toList()) {
                Files.delete(jar);
            }
        }
        Await.until("nothing is installed", () -> host.installed() == 0 && host.hasRoutes() && serving("-"));
    }

    @Test
    void copiedJarServesUntilItIsDeleted() throws Exception {
        assertTrue(host.ask().body().contains("no version of hold"));

        Path jar = install(hold("1.0.0"), "hold.jar");
        Await.until("the strategy serves", () -> serving("1.0.0"));
        HttpResponse<String> answer = host.ask();
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("\"version\":\"1.0.0\""), answer.body());

        Files.delete(jar);
        Await.until("the strategy is removed", () -> serving("-"));
        assertEquals(200, host.ask().statusCode(), "the query is answered without a strategy");
    }

    @Test
    void upgradeUnderLoadLosesNoAnswer() throws Exception {
        install(hold("1.0.0"), "hold-1.0.0.jar");
        Await.until("the first version serves", () -> serving("1.0.0"));

        AtomicReference<String> failure = new AtomicReference<>("none");
        QueryLoad load = new QueryLoad(() -> isAnsweredByStrategy(failure));
        try (load) {
            install(hold("1.1.0"), "hold-1.1.0.jar");
            Await.until("the newer version serves", () -> serving("1.1.0"));
            Files.delete(home.resolve("plugins/hold-1.0.0.jar"));
            Await.until("the older version is uninstalled", () -> host.installed() == 1);
        }
        assertEquals(0, load.failed(), "lost or answered by the fallback during the upgrade: " + failure.get());
        assertTrue(load.sent() > 0, "queries were sent during the upgrade");
        assertTrue(host.ask().body().contains("\"version\":\"1.1.0\""));
    }

    @Test
    void brokenJarIsRejectedAndOthersKeepServing() throws Exception {
        install(hold("1.0.0"), "hold.jar");
        Await.until("the valid strategy serves", () -> serving("1.0.0"));
        Files.writeString(home.resolve("plugins/broken.jar"), "no zip at all");
        Await.until("the broken JAR is rejected with advice", () -> host.message("broken.jar")
                .contains("copy it again"));
        assertEquals("1.0.0", host.serving());
        assertTrue(host.ask().body().contains("\"version\":\"1.0.0\""));
    }

    @Test
    void strategySeesStoredSwapsUpToTheBlockOfTheQuery() throws Exception {
        try (RecordingStrategy strategy = new RecordingStrategy("stored");
                StoredHistory history = new StoredHistory()) {
            Files.writeString(home.resolve("routes/stored.json"), StoredHistory.ROUTE);
            Await.until("the recording strategy serves", () -> serving(strategy.version()));
            host.ask();
            assertEquals(List.of(), strategy.blocks(), "nothing is stored yet");
            history.append(RebalanceBodies.BLOCK - 20, RebalanceBodies.BLOCK - 10);
            host.ask();
            assertEquals(List.of(RebalanceBodies.BLOCK - 20, RebalanceBodies.BLOCK - 10), strategy.blocks());
            // A follower that is ahead of the query.
            history.append(RebalanceBodies.BLOCK, RebalanceBodies.BLOCK + 5);
            host.ask();
            assertEquals(
                    List.of(RebalanceBodies.BLOCK - 20, RebalanceBodies.BLOCK - 10, RebalanceBodies.BLOCK),
                    strategy.blocks(),
                    "swaps stored since are visible, swaps after the block of the query are not");
        } finally {
            Files.delete(home.resolve("routes/stored.json"));
            Await.until("the route is gone", () -> serving("-"));
        }
    }

    /** A 400 would cost the round: docs/adr/0031. */
    @Test
    void pairWithoutARouteKeepsItsPositions() throws Exception {
        Path route = home.resolve("routes/default.json");
        String before = Files.readString(route);
        try {
            Files.writeString(route, "{\"pair\": \"0x" + "9".repeat(40) + "\", \"strategy\": \"hold\"}");
            Await.until("the pair has no route", () -> answers("no route matches pair"));
            HttpResponse<String> answer = host.ask();
            assertEquals(200, answer.statusCode());
            assertTrue(answer.body().contains("\"accepted\":true"), answer.body());
            assertTrue(
                    answer.body()
                            .contains("\"desired_positions\":[{\"tick_lower\":-400,\"tick_upper\":400,"
                                    + "\"allocation0\":\"1\",\"allocation1\":\"2\""),
                    answer.body());
        } finally {
            Files.writeString(route, before);
            Await.until("the default route is active again", () -> !answers("no route matches pair"));
        }
    }

    private static boolean answers(String text) {
        try {
            return host.ask().body().contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isAnsweredByStrategy(AtomicReference<String> failure) {
        try {
            HttpResponse<String> answer = host.ask();
            boolean answered = answer.statusCode() == 200 && !answer.body().contains("fallback");
            if (!answered) {
                failure.set(answer.body());
            }
            return answered;
        } catch (IOException e) {
            failure.set(e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static byte[] hold(String version) throws IOException {
        return JarBuilder.copyOf(Path.of(System.getProperty("weir.itest.plugins")), "weir.hold")
                .header("Bundle-Version", version)
                .bytes();
    }

    private static boolean serving(String version) {
        return host.serving().equals(version);
    }

    /** Writes the file under another name, then renames it. */
    private Path install(byte[] jar, String name) throws IOException {
        Path beside = Files.write(home.resolve("plugins/" + name + ".part"), jar);
        return Files.move(beside, home.resolve("plugins/" + name), StandardCopyOption.ATOMIC_MOVE);
    }
}
