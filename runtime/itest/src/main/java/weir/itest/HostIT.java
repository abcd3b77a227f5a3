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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The host inside the framework it runs in: real bundles dropped into a real folder, asked over a real socket. Times are
 * bounds of patience, not of speed.
 */
@Timeout(60)
class HostIT {

    /**
     * One home for all: Declarative Services compare change counts, and take a configuration that is deleted and made again before
     * they have seen its end for the older one. An update in place is followed at once.
     */
    @TempDir
    static Path home;

    private static HostUnderTest host;

    @BeforeAll
    static void start() throws Exception {
        host = new HostUnderTest(home);
        Files.writeString(home.resolve("routes/default.json"), "{\"pair\": \"*\", \"strategy\": \"hold\"}");
    }

    @AfterAll
    static void stop() throws Exception {
        host.close();
    }

    @BeforeEach
    void empty() throws Exception {
        try (Stream<Path> jars = Files.list(home.resolve("plugins"))) {
            for (Path jar : jars.toList()) {
                Files.delete(jar);
            }
        }
        host.await(() -> host.installed() == 0 && host.routed() && serving("-"), "nothing is installed");
    }

    @Test
    void aDroppedStrategyServesAndARemovedOneIsGone() throws Exception {
        host.await(() -> host.routed() && serving("-"), "the route is in force and nothing is installed yet");
        assertTrue(host.ask().body().contains("no version of hold"));

        Path jar = drop(Plugins.hold("1.0.0"), "hold.jar");
        host.await(() -> serving("1.0.0"), "the dropped strategy serves");
        HttpResponse<String> answer = host.ask();
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("\"version\":\"1.0.0\""), answer.body());

        Files.delete(jar);
        host.await(() -> serving("-"), "the removed strategy is gone");
        assertEquals(200, host.ask().statusCode(), "an answer is given all the same");
    }

    @Test
    void aNewerVersionTakesOverWithoutALostAnswer() throws Exception {
        drop(Plugins.hold("1.0.0"), "hold-1.0.0.jar");
        host.await(() -> serving("1.0.0"), "the first version serves");

        try (Askers askers = new Askers(host, 4)) {
            drop(Plugins.hold("1.1.0"), "hold-1.1.0.jar");
            host.await(() -> serving("1.1.0"), "the newer version takes over");
            Files.delete(home.resolve("plugins/hold-1.0.0.jar"));
            host.await(() -> host.installed() == 1, "the older version is uninstalled");
            askers.stop();
            assertEquals(0, askers.failed(), "lost or fallen back while the version changed: " + askers.lastFailure());
            assertTrue(askers.answered() > 0, "queries were under way");
        }
        assertTrue(host.ask().body().contains("\"version\":\"1.1.0\""));
    }

    @Test
    void whatCannotBeUsedIsRefusedAndTheOthersServeOn() throws Exception {
        drop(Plugins.hold("1.0.0"), "hold.jar");
        host.await(() -> serving("1.0.0"), "the good one serves");
        Files.writeString(home.resolve("plugins/broken.jar"), "no zip at all");
        host.await(
                () -> host.message("broken.jar").contains("copy it again"), "the broken one is refused with a remedy");
        assertEquals("1.0.0", host.serving());
        assertTrue(host.ask().body().contains("\"version\":\"1.0.0\""));
    }

    @Test
    void aStrategySeesStoredSwapsUpToTheQuerysBlock() throws Exception {
        try (Watcher watcher = new Watcher("stored");
                StoredHistory history = new StoredHistory()) {
            Files.writeString(home.resolve("routes/stored.json"), StoredHistory.ROUTE);
            host.await(() -> host.serving().equals(watcher.version()), "the watching strategy serves");
            host.ask();
            assertEquals(List.of(), watcher.swaps(), "nothing is stored yet");
            history.append(StoredHistory.ASKED - 20, StoredHistory.ASKED - 10);
            host.ask();
            assertEquals(List.of(StoredHistory.ASKED - 20, StoredHistory.ASKED - 10), watcher.swaps());
            // A follower that is ahead of the validator's question.
            history.append(StoredHistory.ASKED, StoredHistory.ASKED + 5);
            host.ask();
            assertEquals(
                    List.of(StoredHistory.ASKED - 20, StoredHistory.ASKED - 10, StoredHistory.ASKED),
                    watcher.swaps(),
                    "what was stored since is seen, and what is later than the question is not");
        } finally {
            Files.delete(home.resolve("routes/stored.json"));
            host.await(() -> serving("-"), "the route is gone");
        }
    }

    /** Not a 400, whose price is the round: docs/adr/0031. */
    @Test
    void aPairThatNoRouteNamesKeepsItsPositions() throws Exception {
        Path route = home.resolve("routes/default.json");
        String before = Files.readString(route);
        try {
            Files.writeString(route, "{\"pair\": \"0x" + "9".repeat(40) + "\", \"strategy\": \"hold\"}");
            host.await(() -> said("no route is for pair"), "no route is left for the pair");
            HttpResponse<String> answer = host.ask();
            assertEquals(200, answer.statusCode());
            assertTrue(answer.body().contains("\"accepted\":true"), answer.body());
            assertTrue(
                    answer.body()
                            .contains("\"desired_positions\":[{\"tick_lower\":194000,\"tick_upper\":199400,"
                                    + "\"allocation0\":\"1\",\"allocation1\":\"2\""),
                    answer.body());
        } finally {
            Files.writeString(route, before);
            host.await(() -> !said("no route is for pair"), "the default route is in force again");
        }
    }

    private static boolean said(String words) {
        try {
            return host.ask().body().contains(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean serving(String version) {
        return host.serving().equals(version);
    }

    /** As an operator should: written under another name, then renamed. */
    private Path drop(byte[] jar, String name) throws IOException {
        Path beside = Files.write(home.resolve("plugins/" + name + ".part"), jar);
        return Files.move(beside, home.resolve("plugins/" + name), StandardCopyOption.ATOMIC_MOVE);
    }
}
