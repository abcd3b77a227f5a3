package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.installer.HostHarness;
import weir.installer.HostTest;
import weir.installer.PluginStatus;
import weir.router.challenge.ChallengedRoute;
import weir.router.challenge.Challengers;
import weir.router.challenge.Challengers.Role;
import weir.router.challenge.OpenRound;
import weir.router.challenge.ShadowInstance;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;
import weir.testkit.Queries;

/** Instances of challengers in a real framework: they run beside the route's own and answer no validator. */
class ChallengerInstancesTest extends HostTest {

    private static final String PAIR = "0x" + "a".repeat(40);
    private static final Version NEWER = new Version("1.1.0");

    private Challengers challengers() {
        return host.service(Challengers.class);
    }

    private Optional<ShadowInstance> shadow(Role role, String version) {
        return challengers().find("default", role, new Version(version));
    }

    private String answerOf(Role role, String version) {
        return shadow(role, version)
                .map(instance ->
                        instance.decide(HostHarness.query(PAIR)).decision().reason())
                .orElse("none");
    }

    private void challenge() throws Exception {
        BundleBuilder.sample("1.0.0", "one").writeTo(plugin("one.jar"));
        BundleBuilder.sample("1.1.0", "two").writeTo(plugin("two.jar"));
        host.route("default", "\"pair\": \"*\", \"versions\": \"[1.0,1.1)\"");
        host.awaitAnswer("one none");
        host.awaitState("one.jar", PluginStatus.State.INSTALLED);
        host.awaitState("two.jar", PluginStatus.State.INSTALLED);
        challengers()
                .start(
                        "default",
                        "{\"strategy\": \"sample\", \"versions\": \"1.1.0\", \"parameters\": {\"word\": \"b\"}}");
        Await.until(
                () -> challengers().routes().stream()
                        .anyMatch(route -> route.challenger().version().equals(Optional.of(NEWER))),
                () -> challengers().routes());
    }

    @Test
    void aChallengerRunsBesideTheChampion() throws Exception {
        challenge();
        assertEquals("two b", answerOf(Role.CHALLENGER, "1.1.0"));
        assertFalse(shadow(Role.CHALLENGER, "1.1.0").orElseThrow().isInChildProcess());
        ChallengedRoute route = challengers().routes().get(0);
        assertFalse(route.champion().isInChildProcess());
        assertFalse(route.challenger().isInChildProcess());
        Await.until("replays", () -> answerOf(Role.CHALLENGER_REPLAY, "1.1.0").equals("two b"));
        Await.until("replays", () -> answerOf(Role.CHAMPION_REPLAY, "1.0.0").equals("one none"));
        assertEquals("one none", host.answer());
        assertEquals(1, host.router().routes().size(), "shadow routes are not routes");
        assertEquals(List.of(), host.router().problems());
    }

    @Test
    void theEndOfAChallengeEndsItsInstances() throws Exception {
        challenge();
        ShadowInstance instance = shadow(Role.CHALLENGER, "1.1.0").orElseThrow();
        challengers().stop("default");
        Await.until("stopped", () -> instance.decide(HostHarness.query(PAIR)).isFallback());
        assertTrue(shadow(Role.CHALLENGER, "1.1.0").isEmpty());
        assertEquals("one none", host.answer());
    }

    @Test
    void anExchangedChallengerServesAndTheReasonIsInTheAuditLog() throws Exception {
        challenge();
        challengers().exchange("default", false, "promoted by a test", Set.of(), Duration.ZERO);
        host.awaitAnswer("two b");
        Await.until("logged", () -> host.routeEditor().changes("default").stream()
                .anyMatch(change -> change.reason().equals("promoted by a test")
                        && change.version().equals(Optional.of(NEWER))));
        Await.until("the former champion challenges", () -> answerOf(Role.CHALLENGER, "1.0.0")
                .equals("one none"));
    }

    @Test
    void openRoundsEndWithTheFormerStrategy() throws Exception {
        challenge();
        RebalanceQuery open = HostHarness.query(PAIR);
        RebalanceQuery later = Queries.query()
                .pairAddress(PAIR)
                .tickSpacing(10)
                .roundType(RoundType.LIVE)
                .build();
        challengers().exchange("default", false, "promoted", Set.of(OpenRound.of(open)), Duration.ofMinutes(10));
        Await.until("the promoted strategy answers", () -> reason(later).equals("two b"));
        assertEquals("one none", reason(open));
    }

    private String reason(RebalanceQuery query) {
        return host.router()
                .decide(query, Optional.empty(), Duration.ofSeconds(5))
                .decision()
                .reason();
    }

    @Test
    void aChallengerWhoseFileIsDeletedStops() throws Exception {
        challenge();
        Files.delete(plugin("two.jar"));
        Await.until(
                "gone",
                () -> challengers().routes().get(0).challenger().version().isEmpty());
        host.awaitPluginCount(1);
        assertEquals("one none", host.answer());
    }

    @Test
    void invalidParametersOfAChallengerAreNamedByFileAndField() throws Exception {
        challenge();
        String before = Files.readString(host.routes().resolve("default.json"));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> challengers()
                .start("default", "{\"strategy\": \"sample\", \"parameters\": {\"wrod\": \"b\"}}"));
        assertTrue(
                e.getMessage().startsWith("default.json: 'challenger.parameters.wrod' is not a parameter"),
                e.getMessage());
        assertEquals(before, Files.readString(host.routes().resolve("default.json")));
    }
}
