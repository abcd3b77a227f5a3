package weir.router.internal.table;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.router.Queries;
import weir.router.Routes.Change;
import weir.router.internal.config.RouteDirectory;
import weir.router.internal.instance.DeclaredStrategies;
import weir.router.internal.instance.InstanceId;
import weir.router.parameters.StrategyParameter;
import weir.router.parameters.StrategyParameters;

class RouteEditorTest extends RouterFixture {

    private static final StrategyParameters HOLD_PARAMETERS = new StrategyParameters(
            Map.of(
                    "a",
                    new StrategyParameter(
                            "a",
                            StrategyParameter.Kind.WHOLE_NUMBER,
                            false,
                            Optional.empty(),
                            Optional.of(BigDecimal.TEN),
                            List.of(),
                            "1",
                            "")),
            false);

    @TempDir
    Path routesDirectory;

    private RouteDirectory routes;
    private RouteEditor editor;
    private final Map<String, List<Version>> installed = new HashMap<>(Map.of(
            "range-follower",
            List.of(new Version("2.0.0")),
            "twin",
            List.of(new Version("2.0.0")),
            "hold",
            List.of(new Version("1.0.0"), new Version("1.1.0"))));

    @BeforeEach
    void edit() throws IOException {
        DeclaredStrategies declared = new DeclaredStrategies(null, bundle -> true) {
            @Override
            public List<Version> versions(String strategy) {
                return installed.getOrDefault(strategy, List.of());
            }

            @Override
            public Set<String> names() {
                return new TreeSet<>(installed.keySet());
            }

            @Override
            public Optional<StrategyParameters> parameters(String strategy, Version version) {
                return Optional.of(
                        Set.of("hold", "twin").contains(strategy)
                                ? HOLD_PARAMETERS
                                : new StrategyParameters(Map.of(), false));
            }
        };
        routes = new RouteDirectory(routesDirectory, declared::parameterProblem);
        editor = new RouteEditor(routesDirectory, manager, selections, declared);
        editor.set("default", "{\"pair\": \"*\", \"strategy\": \"hold\", \"parameters\": {\"a\": 1}}");
        manager.setRoutes(routes.scan());
        admit("1.0.0", KEEP);
        admit("1.1.0", KEEP);
    }

    @Test
    void pinsARoute() throws IOException {
        assertEquals("default", editor.pin("default", "hold", "[1.0,1.1)"));
        manager.setRoutes(routes.scan());
        assertEquals(List.of("1.0.0"), allServing());
        assertTrue(editor.text("default").orElseThrow().contains("\"parameters\""), "the rest of the file stays");
    }

    @Test
    void pinningAPoolOfTheDefaultRouteMakesARouteOfItsOwn() throws IOException {
        assertEquals(Queries.PAIR, editor.pin(Queries.PAIR, "hold", "[1.0,1.1)"));
        manager.setRoutes(routes.scan());
        assertEquals(
                List.of(Queries.PAIR, "default"),
                manager.table().entries().stream()
                        .map(entry -> entry.route().id())
                        .toList());
    }

    @Test
    void aPoolsFirstPinCanBeRolledBack() throws IOException {
        editor.pin(Queries.PAIR, "hold", "[1.0,1.1)");
        manager.setRoutes(routes.scan());
        admit(Queries.PAIR, "1.0.0", KEEP);
        admit(Queries.PAIR, "1.1.0", KEEP);
        assertEquals(List.of("1.0.0", "1.1.0"), allServing());
        assertEquals(new Version("1.1.0"), editor.rollback(Queries.PAIR));
        manager.setRoutes(routes.scan());
        assertEquals(List.of("1.1.0", "1.1.0"), allServing());
    }

    @Test
    void rollsBackToTheVersionThatServedBefore() throws IOException {
        assertEquals(
                Optional.of(new Version("1.0.0")),
                editor.rollbackTarget("default").flatMap(Change::version));
        assertEquals(new Version("1.0.0"), editor.rollback("default"));
        manager.setRoutes(routes.scan());
        assertEquals(List.of("1.0.0"), allServing());
        assertEquals(
                List.of("1.0.0", "1.1.0", "1.0.0"),
                log.historyOf("default").stream().map(RouteEditorTest::version).toList());
        assertEquals(
                List.of("it was started", "it is newer", "the route was changed"),
                log.historyOf("default").stream().map(Change::reason).toList());
    }

    @Test
    void reasonOfAChangeNamesANewBundle() {
        admit(new InstanceId("default", "hold", "other.bundle", new Version("1.2.0"), 9, 9, Optional.empty()), KEEP);
        assertEquals(
                "it is of another bundle: other.bundle instead of my.bundle",
                log.historyOf("default").get(2).reason());
    }

    @Test
    void doesNotRollBackToADisabledVersion() {
        admit("1.2.0", FAILING);
        for (int i = 0; i < 3; i++) {
            ask();
        }
        assertEquals(List.of("1.1.0"), allServing());
        assertEquals(
                List.of("1.0.0", "1.1.0", "1.2.0", "1.1.0"),
                log.historyOf("default").stream().map(RouteEditorTest::version).toList());
        assertEquals(new Version("1.0.0"), assertDoesNotThrow(() -> editor.rollback("default")));
    }

    @Test
    void aVersionThatServedForSecondsOnlyIsSkipped() {
        List<Change> changes = List.of(
                change(0, "1.0.0"), change(60, "1.1.0"), change(120, "-"), change(121, "0.9.0"), change(122, "1.1.0"));
        assertEquals(
                Queries.version("1.0.0"),
                Rollback.findTarget(changes, any -> true).orElseThrow().version());
        assertEquals(
                Queries.version("0.9.0"),
                Rollback.findTarget(changes, one -> one.version().equals(Queries.version("0.9.0")))
                        .orElseThrow()
                        .version());
        assertTrue(Rollback.findTarget(changes.subList(1, 3), any -> true).isEmpty());
    }

    @Test
    void doesNotRollBackToAStrategyThatIsUninstalled() throws IOException {
        editor.pin("default", "range-follower", "[2.0,3.0)");
        manager.setRoutes(routes.scan());
        admit(
                new InstanceId("default", "range-follower", "my.bundle", new Version("2.0.0"), 9, 9, Optional.empty()),
                KEEP);
        installed.remove("hold");
        assertEquals(List.of("2.0.0"), allServing());
        String before = editor.text("default").orElseThrow();
        assertRejected(
                "was never served by another version that is running and healthy", () -> editor.rollback("default"));
        assertEquals(before, editor.text("default").orElseThrow());
        installed.put("hold", List.of(new Version("1.1.0")));
        assertEquals(
                Optional.of(new Version("1.1.0")),
                editor.rollbackTarget("default").flatMap(Change::version));
        assertEquals(new Version("1.1.0"), editor.rollback("default"));
    }

    @Test
    void rejectsPinsThatNoInstalledVersionFits() {
        assertRejected(
                "no installed version of hold is in [2.0,3.0)", () -> editor.pin("default", "hold", "[2.0,3.0)"));
        assertRejected(
                "no installed version of range-follower is in [3.0,4.0)",
                () -> editor.pin("default", "range-follower", "[3.0,4.0)"));
        assertRejected(
                "'genius' is not installed; install it, or choose one of [hold, range-follower, twin]",
                () -> editor.pin("default", "genius", "1.0.0"));
        assertRejected("'latest' is not a version range", () -> editor.pin("default", "hold", "latest"));
        assertRejected("there is no route 'other'; choose one of [default]", () -> editor.pin("other", "hold", "0"));
        assertRejected("there is no route 'other'", () -> editor.findId("other"));
        assertRejected("'pair' is missing", () -> editor.set("default", "{\"strategy\": \"hold\"}"));
        assertRejected("is not a route id", () -> editor.text("../secret"));
        assertRejected("there is no route 'other'", () -> editor.remove("other"));
    }

    @Test
    void aSingleVersionPinsExactlyThatVersion() throws IOException {
        editor.pin("default", "hold", "1.0.0");
        manager.setRoutes(routes.scan());
        assertEquals(List.of("1.0.0"), allServing());
        assertTrue(editor.text("default").orElseThrow().contains("\"[1.0.0,1.0.0]\""));
        admit("2.0.0", KEEP);
        assertEquals(List.of("1.0.0"), allServing());
    }

    @Test
    void aVersionWhoseFileIsGoneIsNotChosen() throws IOException {
        installed.put("hold", List.of(new Version("1.1.0")));
        String before = editor.text("default").orElseThrow();
        assertRejected("no installed version of hold is in 1.0.0", () -> editor.pin("default", "hold", "1.0.0"));
        assertRejected("was never served by another version", () -> editor.rollback("default"));
        assertEquals(before, editor.text("default").orElseThrow());
        assertEquals(List.of("1.1.0"), allServing());
    }

    @Test
    void parametersThatNoInstalledVersionHasAreRejected() throws IOException {
        String before = editor.text("default").orElseThrow();
        for (String parameters : List.of("{\"A\": 1}", "{\"a\": 11}", "{\"a\": true}", "{\"a\": 1.5}")) {
            assertRejected(
                    "default.json: 'parameters.",
                    () -> editor.set(
                            "default",
                            "{\"pair\": \"*\", \"strategy\": \"hold\", \"parameters\": " + parameters + "}"));
        }
        assertEquals(before, editor.text("default").orElseThrow());
        editor.set("default", "{\"pair\": \"*\", \"strategy\": \"absent\", \"parameters\": {\"any\": 1}}");
    }

    @Test
    void aPinToAnotherStrategyRemovesParametersAndARollbackRestoresThem() throws IOException {
        editor.pin("default", "range-follower", "2.0.0");
        String text = editor.text("default").orElseThrow();
        assertTrue(text.contains("\"parameters\": {}"), text);
        manager.setRoutes(routes.scan());
        admit(
                new InstanceId("default", "range-follower", "my.bundle", new Version("2.0.0"), 9, 9, Optional.empty()),
                KEEP);
        editor.rollback("default");
        assertEquals(
                Map.of("a", BigDecimal.ONE),
                routes.scan().get(0).parameters(),
                "the parameters return with their strategy");
    }

    /** Both strategies have a parameter of this name. */
    @Test
    void aRollbackToAStrategyThatServedWithoutParametersRemovesThem() throws IOException {
        String pair = "{\"pair\": \"" + Queries.PAIR + "\", ";
        editor.set("own", pair + "\"strategy\": \"hold\"}");
        manager.setRoutes(routes.scan());
        admit("own", "1.0.0", KEEP);
        editor.set("own", pair + "\"strategy\": \"twin\", \"parameters\": {\"a\": 7}}");
        manager.setRoutes(routes.scan());
        admit(new InstanceId("own", "twin", "my.bundle", new Version("2.0.0"), 9, 9, Optional.empty()), KEEP);
        editor.rollback("own");
        assertTrue(editor.text("own").orElseThrow().contains("\"parameters\": {}"));
    }

    private List<String> allServing() {
        return manager.table().entries().stream()
                .flatMap(entry -> entry.serving().stream())
                .map(instance -> instance.version().toString())
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

    private static void assertRejected(String words, Executable command) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, command);
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
