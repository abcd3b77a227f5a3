package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.installer.PluginStatus.State.INSTALLED;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.installer.HostTest;
import weir.router.RouteStatus;

/** Invalid parameters in route files beside valid ones, in a real framework, also after a restart. */
class RouteParametersTest extends HostTest {

    private static final List<String> INVALID = List.of(
            "{\"word\": \"a\", \"Word\": \"b\"}",
            "{\"wrod\": \"a\"}",
            "{\"Word\": \"a\"}",
            "{\"word\": [\"a\", \"b\"]}");

    @Test
    void invalidParametersAffectOnlyTheirRoute() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.awaitAnswer("one none");
        writeInvalidRoutes();
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"good\"}");
        host.awaitAnswer("one good");
        awaitProblems();

        host.close();
        host = newHost();
        host.awaitAnswer("one good");
        host.awaitState("sample.jar", INSTALLED);
        awaitProblems();
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"better\"}");
        host.awaitAnswer("one better");
    }

    @Test
    void aRouteWithInvalidParametersKeepsItsLastGoodOnes() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"good\"}");
        host.awaitAnswer("one good");
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"WORD\": \"bad\"}");
        Await.until(
                () -> host.router().problems().stream()
                        .anyMatch(problem -> problem.startsWith("default.json: 'parameters.WORD' is not a parameter")
                                && problem.contains("did you mean 'word'?")),
                () -> host.router().problems());
        assertEquals("one good", host.answer());
    }

    @Test
    void aVersionThatLacksAParameterDoesNotServeAndSaysWhy() throws Exception {
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"wrod\": \"bad\"}");
        Await.until("the route is in force", () -> !host.router().routes().isEmpty());
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("sample.jar"));
        host.awaitState("sample.jar", INSTALLED);
        RouteStatus route = host.router().routes().get(0);
        assertTrue(route.problem().contains("did you mean 'word'?"), route.problem());
        assertTrue(host.answer().contains("did you mean 'word'?"), host::answer);
    }

    /** The installer notices a deletion later, so the router asks whether the file exists. */
    @Test
    void aVersionWhoseFileWasJustDeletedIsNotChosen() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("first.jar"));
        host.awaitAnswer("one none");
        BundleBuilder.sample("1.1.0", "two").writeTo(plugin("second.jar"));
        host.awaitAnswer("two none");
        host.awaitState("second.jar", INSTALLED);
        Files.delete(plugin("first.jar"));
        assertThrows(IllegalArgumentException.class, () -> host.routeEditor().rollback("default"));
        assertThrows(IllegalArgumentException.class, () -> host.routeEditor().pin("default", "sample", "1.0.0"));
        host.awaitPluginCount(1);
        assertEquals("two none", host.answer());
    }

    private void writeInvalidRoutes() throws Exception {
        for (int i = 0; i < INVALID.size(); i++) {
            host.route(
                    "bad" + i,
                    "\"pair\": \"0x" + Integer.toString(i).repeat(40) + "\", \"parameters\": " + INVALID.get(i));
        }
    }

    private void awaitProblems() {
        for (int i = 0; i < INVALID.size(); i++) {
            String file = "bad" + i + ".json: 'parameters.";
            Await.until(
                    () -> host.router().problems().stream().anyMatch(problem -> problem.startsWith(file)),
                    () -> file + " is not in " + host.router().problems());
        }
    }
}
