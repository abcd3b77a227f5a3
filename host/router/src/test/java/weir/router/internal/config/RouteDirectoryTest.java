package weir.router.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteDirectoryTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Set<String> accepted = new HashSet<>();

    @TempDir
    Path folder;

    @Test
    void followsTheFolder() throws IOException {
        RouteDirectory routes = new RouteDirectory(folder, this::parameterProblem, nanos::get);
        assertEquals(List.of(), ids(routes.scan()));
        write("default", "{\"pair\": \"*\", \"strategy\": \"hold\"}");
        assertEquals(List.of("default"), ids(routes.scan()));
        write("default", "{\"pair\": \"*\", \"strategy\": \"range-follower\"}");
        assertEquals("range-follower", routes.scan().get(0).strategy());
        Files.delete(folder.resolve("default.json"));
        routes.scan();
        letReplacementEnd();
        assertEquals(List.of(), ids(routes.scan()));
        assertEquals(List.of(), routes.problems());
    }

    @Test
    void missingFileStaysInForceForHalfASecondHoweverOftenTheDirectoryIsScanned() throws IOException {
        RouteDirectory routes = new RouteDirectory(folder, this::parameterProblem, nanos::get);
        write("default", "{\"pair\": \"*\", \"strategy\": \"hold\"}");
        routes.scan();
        Files.delete(folder.resolve("default.json"));
        for (int scan = 0; scan < 10; scan++) {
            assertEquals(List.of("default"), ids(routes.scan()), "scan " + scan);
            nanos.addAndGet(Duration.ofMillis(20).toNanos());
        }
        letReplacementEnd();
        assertEquals(List.of(), ids(routes.scan()));
    }

    @Test
    void aFileThatIsMissingForOneScanStaysInForce() throws IOException {
        RouteDirectory routes = new RouteDirectory(folder, this::parameterProblem, nanos::get);
        write("default", "{\"pair\": \"*\", \"strategy\": \"hold\"}");
        routes.scan();
        Files.delete(folder.resolve("default.json"));
        assertEquals(List.of("default"), ids(routes.scan()));
        write("default", "{\"pair\": \"*\", \"strategy\": \"range-follower\"}");
        assertEquals("range-follower", routes.scan().get(0).strategy());
        Files.move(folder.resolve("default.json"), folder.resolve("zebra.json"));
        assertEquals(List.of("zebra"), ids(routes.scan()), "renamed");
        assertEquals(List.of(), routes.problems());
        Files.move(folder.resolve("zebra.json"), folder.resolve("default.json"));
        assertEquals(List.of("default"), ids(routes.scan()), "renamed");
        assertEquals(List.of(), routes.problems());
        Files.delete(folder.resolve("default.json"));
        routes.forget("default");
        assertEquals(List.of(), ids(routes.scan()), "removed by command");
    }

    @Test
    void aFileThatCannotBeUsedKeepsItsLastValidContent() throws IOException {
        RouteDirectory routes = new RouteDirectory(folder, this::parameterProblem, nanos::get);
        write("first", "{\"pair\": \"*\", \"strategy\": \"hold\"}");
        routes.scan();
        write("first", "{\"pair\": \"*\", \"strategy\"");
        write("second", "{\"pair\": \"0x" + "1".repeat(40) + "\", \"strategy\": \"hold\"}");
        write("third", "{\"pair\": \"*\", \"strategy\": \"hold\", \"version\": \"1\"}");
        assertEquals(List.of("first", "second"), ids(routes.scan()));
        assertEquals(List.of(), routes.problems(), "a file may have been half written");
        assertEquals(List.of("first", "second"), ids(routes.scan()));
        assertEquals(List.of(), routes.problems(), "scanned again at once");
        letReplacementEnd();
        assertEquals(List.of("first", "second"), ids(routes.scan()));
        assertEquals(2, routes.problems().size());
        assertTrue(routes.problems().get(0).startsWith("first.json: is not valid JSON"));
        assertTrue(routes.problems().get(1).startsWith("third.json: unknown field 'version'"));

        write("first", "{\"pair\": \"*\", \"strategy\": \"range-follower\"}");
        Files.delete(folder.resolve("third.json"));
        assertEquals("range-follower", routes.scan().get(0).strategy());
        assertEquals(List.of(), routes.problems());
    }

    @Test
    void ofTwoRoutesForTheSameQueriesTheFirstCounts() throws IOException {
        RouteDirectory routes = new RouteDirectory(folder, this::parameterProblem, nanos::get);
        write("a", "{\"pair\": \"*\", \"strategy\": \"hold\"}");
        write("b", "{\"pair\": \"*\", \"strategy\": \"range-follower\"}");
        assertEquals(List.of("a"), ids(routes.scan()));
        assertTrue(routes.problems().get(0).startsWith("b.json: "));
    }

    @Test
    void aDirectoryThatCannotBeReadKeepsTheRoutes() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("routes"));
        RouteDirectory routes = new RouteDirectory(inner, this::parameterProblem, nanos::get);
        Files.writeString(inner.resolve("a.json"), "{\"pair\": \"*\", \"strategy\": \"hold\"}");
        routes.scan();
        Files.delete(inner.resolve("a.json"));
        Files.delete(inner);
        assertEquals(List.of("a"), ids(routes.scan()));
        assertTrue(routes.problems().get(0).contains("create it"));
    }

    @Test
    void contentOfEqualSizeAndTimeIsAChange() throws IOException {
        RouteDirectory routes = new RouteDirectory(folder, this::parameterProblem, nanos::get);
        Path file = folder.resolve("default.json");
        write("default", "{\"pair\": \"*\", \"strategy\": \"hold\"}");
        FileTime modified = Files.getLastModifiedTime(file);
        assertEquals("hold", routes.scan().get(0).strategy());
        write("default", "{\"pair\": \"*\", \"strategy\": \"keep\"}");
        Files.setLastModifiedTime(file, modified);
        assertEquals("keep", routes.scan().get(0).strategy());
    }

    @Test
    void byteOrderMarkIsAccepted() throws IOException {
        write("default", "\uFEFF{\"pair\": \"*\", \"strategy\": \"hold\"}");
        assertEquals(List.of("default"), ids(new RouteDirectory(folder, this::parameterProblem, nanos::get).scan()));
    }

    /** Each malformed entry stands beside a valid one. The second directory object is a restart, without a last valid content. */
    @Test
    void malformedEntriesDoNotAffectTheirNeighbours() throws Exception {
        write("z-good", "{\"pair\": \"*\", \"strategy\": \"hold\"}");
        write(
                "a-collision",
                "{\"pair\": \"0x" + "1".repeat(40)
                        + "\", \"strategy\": \"hold\", \"parameters\": {\"halfWidth\": 1, \"halfwidth\": 2}}");
        write(
                "b-reserved",
                "{\"pair\": \"0x" + "2".repeat(40)
                        + "\", \"strategy\": \"hold\", \"parameters\": {\"Weir.Route\": \"x\"}}");
        write(
                "c-parameters",
                "{\"pair\": \"0x" + "3".repeat(40) + "\", \"strategy\": \"hold\", \"parameters\": {\"unknown\": 1}}");
        Files.write(folder.resolve("d-latin.json"), new byte[] {'{', (byte) 0xE4, '}'});
        Files.createDirectory(folder.resolve("e-directory.json"));
        Files.createSymbolicLink(folder.resolve("f-loop.json"), Path.of("f-loop.json"));
        write("g-huge", " ".repeat((1 << 20) + 1));
        Files.writeString(folder.resolve("h.JSON"), "{}");
        Files.write(folder.resolve("._z-good.json"), new byte[] {0, 5, 22, 7});
        Files.writeString(folder.resolve(".hidden.json"), "{");
        RouteDirectory routes = new RouteDirectory(folder, this::parameterProblem, nanos::get);
        RouteDirectory restarted = new RouteDirectory(folder, this::parameterProblem, nanos::get);
        for (RouteDirectory directory : List.of(routes, restarted)) {
            directory.scan();
            letReplacementEnd();
            assertEquals(List.of("z-good"), ids(directory.scan()));
            List<String> problems = directory.problems();
            assertProblem(problems, "a-collision.json: 'parameters.half", "differs from 'half");
            assertProblem(problems, "b-reserved.json: 'parameters.Weir.Route'", "is a reserved name");
            assertProblem(problems, "c-parameters.json: 'parameters.unknown'", "is not a parameter");
            assertProblem(problems, "d-latin.json: ", "is not text in UTF-8");
            assertProblem(problems, "e-directory.json: ", "is not a regular file");
            assertProblem(problems, "f-loop.json: ", "is not a regular file");
            assertProblem(problems, "g-huge.json: ", "is larger than 1 MiB");
            assertProblem(problems, "h.JSON: ", "rename the file");
            assertEquals(8, problems.size(), problems.toString());
        }
        write("z-good", "{\"pair\": \"*\", \"strategy\": \"keep\"}");
        assertEquals("keep", routes.scan().get(0).strategy(), "the neighbour changes");
        assertEquals(8, routes.problems().size(), "problems stay while the files are invalid");
    }

    @Test
    void parametersThatAStrategyRejectsKeepTheLastValidContentUntilItAcceptsThem() throws IOException {
        RouteDirectory routes = new RouteDirectory(folder, this::parameterProblem, nanos::get);
        write("default", "{\"pair\": \"*\", \"strategy\": \"hold\"}");
        routes.scan();
        write("default", "{\"pair\": \"*\", \"strategy\": \"keep\", \"parameters\": {\"unknown\": 1}}");
        routes.scan();
        letReplacementEnd();
        assertEquals("hold", routes.scan().get(0).strategy());
        assertEquals(1, routes.problems().size());
        accepted.add("unknown");
        assertEquals("keep", routes.scan().get(0).strategy());
        assertEquals(List.of(), routes.problems());
    }

    private static void assertProblem(List<String> problems, String start, String words) {
        assertTrue(
                problems.stream().anyMatch(problem -> problem.startsWith(start) && problem.contains(words)),
                () -> start + " … " + words + " is not in " + problems);
    }

    private Optional<String> parameterProblem(Route route) {
        return route.parameters().keySet().stream()
                .filter(name -> !accepted.contains(name))
                .map(name -> route.id() + ".json: 'parameters." + name + "' is not a parameter")
                .findFirst();
    }

    private void letReplacementEnd() {
        nanos.addAndGet(Duration.ofMillis(500).toNanos());
    }

    private void write(String id, String text) throws IOException {
        Files.writeString(folder.resolve(id + ".json"), text);
    }

    private static List<String> ids(List<Route> routes) {
        return routes.stream().map(Route::id).toList();
    }
}
