package weir.router.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.router.Queries;
import weir.router.Routes.Change;
import weir.strategy.Decision;

class RouteFilesTest {

    @TempDir
    Path folder;

    private RoutesFolder routes;
    private ServingBoard board;
    private RouteFiles files;
    private ChangeLog log;
    /** What is installed besides. */
    private final Map<String, Version> declared = new HashMap<>(Map.of("range-follower", new Version("2.0.0")));

    @BeforeEach
    void start() throws IOException {
        log = new ChangeLog(folder.resolve("changes.jsonl"));
        routes = new RoutesFolder(folder);
        board = new ServingBoard(log);
        files = new RouteFiles(
                folder,
                board,
                log,
                (strategy, range) -> declared.containsKey(strategy) && range.includes(declared.get(strategy)));
        files.set("default", "{\"pair\": \"*\", \"strategy\": \"hold\", \"parameters\": {\"a\": 1}}");
        board.routes(routes.scan());
        board.add(candidate("default", "1.0.0"));
        board.add(candidate("default", "1.1.0"));
    }

    /** Its thread must not write into a folder that is being removed. */
    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void pinsARoute() throws IOException {
        assertEquals("default", files.pin("default", "hold", "[1.0,1.1)"));
        board.routes(routes.scan());
        assertEquals(List.of("1.0.0"), serving());
        assertTrue(files.text("default").orElseThrow().contains("\"parameters\""), "the rest of the file stays");
    }

    @Test
    void pinningAPoolOfTheDefaultRouteMakesARouteOfItsOwn() throws IOException {
        assertEquals(Queries.PAIR, files.pin(Queries.PAIR, "hold", "[1.0,1.1)"));
        board.routes(routes.scan());
        assertEquals(
                List.of(Queries.PAIR, "default"),
                board.table().entries().stream()
                        .map(entry -> entry.route().id())
                        .toList());
    }

    /** Before its pin nothing was noted of the pool alone: the default route served it. */
    @Test
    void aPoolsFirstPinCanBeRolledBack() throws IOException {
        files.pin(Queries.PAIR, "hold", "[1.0,1.1)");
        board.routes(routes.scan());
        board.add(candidate(Queries.PAIR, "1.0.0"));
        board.add(candidate(Queries.PAIR, "1.1.0"));
        assertEquals(List.of("1.0.0", "1.1.0"), serving());
        assertEquals(new Version("1.1.0"), files.rollback(Queries.PAIR));
        board.routes(routes.scan());
        assertEquals(List.of("1.1.0", "1.1.0"), serving());
    }

    @Test
    void rollsBackToTheVersionThatServedBefore() throws IOException {
        assertEquals(new Version("1.0.0"), files.rollback("default"));
        board.routes(routes.scan());
        assertEquals(List.of("1.0.0"), serving());
        assertEquals(
                List.of("1.0.0", "1.1.0", "1.0.0"),
                files.changes("default").stream().map(RouteFilesTest::version).toList());
        assertEquals(
                List.of("it was started", "it is newer", "the route was changed"),
                files.changes("default").stream().map(Change::reason).toList());
    }

    @Test
    void doesNotRollBackToAVersionThatWasTakenOff() {
        Candidate failing = candidate("default", "1.2.0");
        board.add(failing);
        failing.breaker().open("oops");
        board.refresh();
        assertEquals(List.of("1.1.0"), serving());
        assertEquals(
                List.of("1.0.0", "1.1.0", "1.2.0", "1.1.0"),
                files.changes("default").stream().map(RouteFilesTest::version).toList());
        assertEquals(new Version("1.0.0"), assertDoesNotThrow(() -> files.rollback("default")));
    }

    @Test
    void aVersionThatOnlyPassedByIsNoneToGoBackTo() {
        List<Change> changes = List.of(
                change(0, "1.0.0"), change(60, "1.1.0"), change(120, "-"), change(121, "0.9.0"), change(122, "1.1.0"));
        assertEquals(
                Queries.version("1.0.0"),
                Rollback.target(changes, any -> true).orElseThrow().version());
        assertEquals(
                Queries.version("0.9.0"),
                Rollback.target(changes, one -> one.version().equals(Queries.version("0.9.0")))
                        .orElseThrow()
                        .version());
        assertTrue(Rollback.target(changes.subList(1, 3), any -> true).isEmpty());
    }

    /** The one that served before may have been of another strategy, and be uninstalled by now. */
    @Test
    void doesNotRollBackToAStrategyThatIsGone() throws IOException {
        files.pin("default", "range-follower", "[2.0,3.0)");
        board.routes(routes.scan());
        board.add(new Candidate(
                "default", "range-follower", new Version("2.0.0"), 9, 9, (query, market) -> Decision.keep("")));
        assertEquals(List.of("2.0.0"), serving());
        String before = files.text("default").orElseThrow();
        assertRefused("was never served by another version that runs", () -> files.rollback("default"));
        assertEquals(before, files.text("default").orElseThrow());
        declared.put("hold", new Version("1.1.0"));
        assertEquals(new Version("1.1.0"), files.rollback("default"));
    }

    @Test
    void refusesWhatWouldCostAnswers() {
        assertRefused("no installed version of hold is in [2.0,3.0)", () -> files.pin("default", "hold", "[2.0,3.0)"));
        assertRefused(
                "no version of range-follower in [3.0,4.0) is installed",
                () -> files.pin("default", "range-follower", "[3.0,4.0)"));
        assertRefused("'latest' is no version range", () -> files.pin("default", "hold", "latest"));
        assertRefused("there is no route 'other'; there are [default]", () -> files.pin("other", "hold", "0"));
        assertRefused("there is no route 'other'", () -> files.changes("other"));
        assertRefused("'pair' is missing", () -> files.set("default", "{\"strategy\": \"hold\"}"));
        assertRefused("is no name of a route", () -> files.text("../secret"));
        assertRefused("there is no route 'other'", () -> files.remove("other"));
    }

    @Test
    void whoServedIsRememberedEvenWhenTheLastLineWasCutOff() throws IOException {
        Path file = folder.resolve("changes.jsonl");
        List<Change> before = log.of("default");
        assertEquals(2, before.size());
        log.close();
        Files.writeString(file, Files.readString(file) + "{\"at\": \"2026-01-0");
        ChangeLog again = new ChangeLog(file);
        assertEquals(before, again.of("default"));
        again.add(new ChangeLog.Line(change(1, "1.0.0"), false), Duration.ZERO);
        again.close();
        assertEquals(3, new ChangeLog(file).of("default").size());
    }

    @Test
    void aCrashWithinACharacterCostsItsLineAndNoOther() throws IOException {
        Path file = folder.resolve("changes.jsonl");
        List<Change> before = log.of("default");
        log.close();
        Files.write(file, new byte[] {'{', (byte) 0xe2, (byte) 0x80}, StandardOpenOption.APPEND);
        assertEquals(before, new ChangeLog(file).of("default"));
    }

    @Test
    void theFileIsInTheOrderOfTheChanges() throws Exception {
        Path file = folder.resolve("ordered.jsonl");
        ChangeLog shared = new ChangeLog(file);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 80; i++) {
            String why = Integer.toString(i);
            Change change = new Change(Instant.EPOCH, "default", Optional.of("hold"), Queries.version("1.0.0"), why);
            threads.execute(() -> shared.add(new ChangeLog.Line(change, false), Duration.ZERO));
        }
        threads.shutdown();
        assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
        shared.close();
        assertEquals(80, shared.of("default").size());
        assertEquals(shared.of("default"), new ChangeLog(file).of("default"));
    }

    @Test
    void theLogTurnsOver() throws IOException {
        Change change = new Change(
                Instant.EPOCH, "default", Optional.of("hold"), Queries.version("1.0.0"), "x".repeat(100_000));
        for (int i = 0; i < 25; i++) {
            ChangeLog one = new ChangeLog(folder.resolve("changes.jsonl"));
            one.add(new ChangeLog.Line(change, false), Duration.ZERO);
            one.close();
        }
        assertTrue(Files.size(folder.resolve("changes.jsonl")) < 2 << 20);
        assertTrue(Files.exists(folder.resolve("changes.jsonl.1")));
    }

    private List<String> serving() {
        return board.table().entries().stream()
                .flatMap(entry -> entry.serving().stream())
                .map(candidate -> candidate.version().toString())
                .toList();
    }

    private static String version(Change change) {
        return change.version().map(Version::toString).orElse("-");
    }

    private static Change change(long second, String version) {
        return new Change(
                Instant.ofEpochSecond(second),
                "default",
                Optional.of("hold"),
                Optional.of(version).filter(text -> !text.equals("-")).map(Version::new),
                "");
    }

    private static Candidate candidate(String route, String version) {
        return new Candidate(route, "hold", new Version(version), 1, 1, (query, market) -> Decision.keep(""));
    }

    private static void assertRefused(String words, Executable command) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, command);
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
