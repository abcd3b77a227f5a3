package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.cli.CommandRunner;
import weir.fixtures.JarBuilder;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand;
import weir.fixtures.host.WeirCommand.Result;

/** Every command of {@code weir} against the assembled host in a process of its own, with valid and invalid arguments. */
@Timeout(600)
class CommandsTest {

    @TempDir
    static Path home;

    @TempDir
    static Path jars;

    private static ChildHost host;

    @BeforeAll
    static void start() throws Exception {
        host = ChildHost.start(home, "--axon.ip", "127.0.0.1");
        host.await("the shipped strategies are installed", () -> installed() == shipped());
    }

    private static long shipped() throws IOException {
        try (Stream<Path> jars = Files.list(WeirCommand.INSTALLATION.resolve("plugins"))) {
            return jars.count();
        }
    }

    private static long installed() {
        try {
            if (!Files.exists(host.dataFile("admin.port"))) {
                return 0;
            }
            String strategies = host.requestAdmin("GET", "/strategies", BodyPublishers.noBody())
                    .body();
            return Pattern.compile("\"state\": *\"installed\"")
                    .matcher(strategies)
                    .results()
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        host.close();
        assertFalse(Files.exists(host.dataFile("admin.token")), "a stopped host deletes its token");
        assertFailure(1, "no host is running on the home", WeirCommand.run(home, "routes"));
    }

    @Test
    void strategiesAndRoutesListTheShippedStrategies() {
        Result strategies = host.command("strategies");
        assertEquals(0, strategies.exitCode(), strategies.err());
        assertTrue(
                strategies
                        .out()
                        .lines()
                        .anyMatch(
                                line -> line.matches(
                                        "weir\\.range-follower +1\\.0\\.0 +range-follower +installed +.*default.* +weir\\.range-follower-.*")),
                strategies.out());
        Result routes = command("routes");
        assertTrue(
                routes.out().lines().anyMatch(line -> line.matches("default +8453 +\\* +range-follower +.*")),
                routes.out());
        assertTrue(command("routes", "--json").out().contains("\"strategy\": \"range-follower\""));
        assertTrue(command("strategies", "--json").out().contains("\"name\": \"weir.hold\""));
    }

    @Test
    void versionIsInstalledPinnedRolledBackAndUninstalled() throws Exception {
        String pool = "0x" + "a1".repeat(20);
        Result pinned = command("pin", pool, "hold", "[1.0.0,1.0.0]");
        assertEquals(0, pinned.exitCode(), pinned.err());
        assertTrue(host.ask(pool).contains("\"version\":\"1.0.0\""));
        assertTrue(
                Files.readString(home.resolve("conf/routes/" + pool + ".json")).contains("[1.0.0,1.0.0]"));

        Result installed = command("install", hold("1.7.0").toString());
        assertEquals(0, installed.exitCode(), installed.err());
        assertTrue(installed.out().startsWith("installed weir.hold 1.7.0"), installed.out());
        assertTrue(host.ask(pool).contains("\"version\":\"1.0.0\""), "the pin holds");

        assertEquals(0, command("pin", pool, "hold", "[1.7.0,1.7.0]").exitCode());
        assertTrue(host.ask(pool).contains("\"version\":\"1.7.0\""));
        Result rolledBack = command("rollback", pool);
        assertEquals(0, rolledBack.exitCode(), rolledBack.err());
        assertTrue(host.ask(pool).contains("\"version\":\"1.0.0\""));

        Result changes = command("changes", pool);
        List<String> versions = changes.out()
                .lines()
                .skip(1)
                .map(line -> line.split(" {2,}")[3])
                .toList();
        assertEquals(List.of("1.0.0", "1.7.0", "1.0.0"), versions, changes.out());
        assertTrue(changes.out().contains("the route was changed"), changes.out());
        assertTrue(command("changes", pool, "--json").out().contains("\"why\": \"the route was changed\""));

        assertFailure(1, "Uninstall it first", command("install", hold("1.7.0").toString()));
        Result uninstalled = command("uninstall", "weir.hold", "1.7.0");
        assertEquals(0, uninstalled.exitCode(), uninstalled.err());
        assertTrue(uninstalled.out().contains("uninstalled since the start are freed"), uninstalled.out());
        assertTrue(command("strategies", "--json").out().contains("\"freed\": "));
        assertFalse(command("strategies").out().contains("1.7.0"));
        assertFailure(2, "no installed version of hold", command("pin", pool, "hold", "[1.7.0,1.7.0]"));
        assertEquals(0, command("route", "remove", pool).exitCode());
        assertFalse(Files.exists(home.resolve("conf/routes/" + pool + ".json")));
    }

    @Test
    void databaseOfTheEnvironmentIsImportedAndItsPasswordIsNotPrinted() throws Exception {
        for (String command : List.of("import", "replace")) {
            Path error = jars.resolve(command + ".err");
            ProcessBuilder builder = new ProcessBuilder(
                            WeirCommand.SCRIPT.toString(), "history", command, "--pool", "1:0x" + "a1".repeat(20))
                    .redirectError(error.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("WEIR_HOME", home.toString());
            // No server listens on this port.
            builder.environment().put("DB_CONNECTION_STRING", "postgresql://u:hunter2@127.0.0.1:1/swaps");
            assertEquals(1, builder.start().waitFor(), command);
            String printed = Files.readString(error);
            assertTrue(printed.contains("127.0.0.1:1"), printed);
            assertFalse(printed.contains("hunter2"), printed);
        }
    }

    @Test
    void routeSetChangesSingleFields() throws Exception {
        String pool = "0x" + "b2".repeat(20);
        Path file = home.resolve("conf/routes/b2.json");
        Result created = command("route", "set", "b2", "pair=" + pool, "strategy=hold", "filter.maxRebalances=5");
        assertEquals(0, created.exitCode(), created.err());
        assertTrue(host.ask(pool).contains("\"version\":\"1.0.0\""));
        assertEquals(
                0,
                command("route", "set", "b2", "filter.maxRebalances=", "upgrade=manual")
                        .exitCode());
        String text = Files.readString(file);
        assertTrue(text.contains("\"upgrade\": \"manual\"") && text.contains(pool), text);
        assertFalse(text.contains("maxRebalances"), text);

        assertFailure(2, "unknown field 'colour'", command("route", "set", "b2", "colour=red"));
        assertFailure(2, "'versions' is \"latest\"", command("route", "set", "b2", "versions=latest"));
        assertEquals(text, Files.readString(file), "a rejected change leaves the file as it was");
        assertEquals(0, command("route", "remove", "b2").exitCode());
    }

    @Test
    void installDownloadsFromAUrl() throws Exception {
        byte[] jar = Files.readAllBytes(hold("1.8.0"));
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        web.createContext("/hold.jar", exchange -> {
            exchange.sendResponseHeaders(200, jar.length);
            exchange.getResponseBody().write(jar);
            exchange.close();
        });
        web.start();
        try {
            String url = "http://127.0.0.1:" + web.getAddress().getPort();
            Result installed = command("install", url + "/hold.jar");
            assertEquals(0, installed.exitCode(), installed.err());
            assertEquals(0, command("uninstall", "weir.hold", "1.8.0").exitCode());
            assertFailure(1, "there is no such file", command("install", url + "/other.jar"));
        } finally {
            web.stop(0);
        }
    }

    @Test
    void invalidArgumentsAreExplained() throws IOException {
        Path text = Files.writeString(jars.resolve("text.jar"), "no JAR at all");
        assertFailure(1, "Send a strategy's bundle", command("install", text.toString()));
        assertFailure(2, "does not exist", command("install", "nowhere.jar"));
        assertFailure(2, "is no web address", command("install", "ftp://127.0.0.1/x.jar"));
        assertFailure(2, "Choose one of weir.hold", command("uninstall", "hold", "1.0.0"));
        assertFailure(2, "there is no route 'missing'", command("rollback", "missing"));
        assertFailure(2, "is not installed", command("pin", "default", "genius", "[1.0,2.0)"));
        assertFailure(2, "is not a version range", command("pin", "default", "hold", "latest"));
        assertFailure(2, "is no name", command("route", "set", "../evil", "pair=*", "strategy=hold"));
        assertFailure(2, "Missing required", command("pin", "default"));
        try (Stream<Path> files = Files.list(home.resolve("plugins"))) {
            assertTrue(
                    files.noneMatch(file -> file.getFileName().toString().endsWith(".part")),
                    "no temporary file is left");
        }
    }

    @Test
    void commandsWithoutARunningHostExplainHowToStartOne(@TempDir Path other) {
        Result result = WeirCommand.run(other, "strategies");
        assertFailure(1, "no host is running on the home " + other, result);
        assertTrue(result.err().contains("weir run --home " + other), result.err());
        assertFailure(1, "no host has run on the home " + other, WeirCommand.run(other, "tail"));
    }

    @Test
    void tailShowsQueriesAsTheyArrive(@TempDir Path folder) throws Exception {
        String pool = "0x" + "c3".repeat(20);
        Path shown = folder.resolve("tail");
        Process tail = WeirCommand.start(home, shown, "tail", "-n", "0");
        try {
            // Repeat the query: the first ones may arrive before tail has opened the log.
            host.await("tail shows the query", () -> {
                host.ask(pool);
                return Files.readString(shown).contains(pool);
            });
        } finally {
            tail.destroy();
            tail.waitFor();
        }
        String line = Files.readAllLines(shown).stream()
                .filter(row -> row.contains(pool))
                .findFirst()
                .orElseThrow();
        assertTrue(line.contains("RebalanceQuery received  " + pool + " block 31000000 evaluation"), line);
        assertTrue(line.contains("default: range-follower 1.0.0  "), line);
        Result last = command("tail", "--no-follow", "-n", "1", "--json");
        assertTrue(last.out().startsWith("{\"at\":") && last.out().lines().count() == 1, last.out());
    }

    private static Result command(String... arguments) {
        return CommandRunner.run(home, arguments);
    }

    private static void assertFailure(int exitCode, String words, Result result) {
        assertEquals(exitCode, result.exitCode(), result.out() + result.err());
        assertTrue(result.err().startsWith("weir: ") || result.err().contains("\nweir: "), result.err());
        assertTrue(result.err().contains(words), result.err());
        assertEquals("", result.out());
    }

    private static Path hold(String version) throws IOException {
        return Files.write(
                jars.resolve("hold-" + version + ".jar"),
                JarBuilder.copyOf(WeirCommand.INSTALLATION.resolve("plugins"), "weir.hold")
                        .header("Bundle-Version", version)
                        .bytes());
    }
}
