package weir.router.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteDirectoryTest {

    private final AtomicLong nanos = new AtomicLong();

    @TempDir
    Path folder;

    @Test
    void followsTheFolder() throws IOException {
        RouteDirectory routes = new RouteDirectory(folder, nanos::get);
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
        RouteDirectory routes = new RouteDirectory(folder, nanos::get);
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
        RouteDirectory routes = new RouteDirectory(folder, nanos::get);
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
        RouteDirectory routes = new RouteDirectory(folder, nanos::get);
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
        RouteDirectory routes = new RouteDirectory(folder, nanos::get);
        write("a", "{\"pair\": \"*\", \"strategy\": \"hold\"}");
        write("b", "{\"pair\": \"*\", \"strategy\": \"range-follower\"}");
        assertEquals(List.of("a"), ids(routes.scan()));
        assertTrue(routes.problems().get(0).startsWith("b.json: "));
    }

    @Test
    void aDirectoryThatCannotBeReadKeepsTheRoutes() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("routes"));
        RouteDirectory routes = new RouteDirectory(inner, nanos::get);
        Files.writeString(inner.resolve("a.json"), "{\"pair\": \"*\", \"strategy\": \"hold\"}");
        routes.scan();
        Files.delete(inner.resolve("a.json"));
        Files.delete(inner);
        assertEquals(List.of("a"), ids(routes.scan()));
        assertTrue(routes.problems().get(0).contains("create it"));
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
