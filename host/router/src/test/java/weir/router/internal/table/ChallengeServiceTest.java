package weir.router.internal.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import weir.router.Answer;
import weir.router.Outcome;
import weir.router.Queries;
import weir.router.challenge.ChallengedRoute;
import weir.router.challenge.Challengers.Role;
import weir.router.challenge.OpenRound;
import weir.router.internal.config.Route;
import weir.router.internal.config.RouteDirectory;
import weir.router.internal.config.ShadowRoutes;
import weir.router.internal.instance.DeclaredStrategies;
import weir.router.internal.instance.InstanceId;
import weir.router.internal.instance.StrategyInstance;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.RoundType;

class ChallengeServiceTest extends RouterFixture {

    private static final Version ONE = new Version("1.0.0");
    private static final String OTHER =
            "{\"strategy\": \"other\", \"versions\": \"[1.0.0,2.0.0)\", \"parameters\": {\"a\": 2}}";

    @TempDir
    Path routesDirectory;

    private RouteDirectory routes;
    private RouteEditor editor;
    private ChallengeService service;
    private StrategyInstance served;
    private long held = -1;
    private long nextId = 100;

    @BeforeEach
    void serveTheDefaultRoute() throws IOException {
        DeclaredStrategies declared = new DeclaredStrategies(null, bundle -> true) {
            @Override
            public List<Version> versions(String strategy) {
                return List.of();
            }

            @Override
            public Set<String> names() {
                return Set.of();
            }
        };
        routes = new RouteDirectory(routesDirectory, declared::parameterProblem);
        editor = new RouteEditor(routesDirectory, manager, selections, declared);
        service = new ChallengeService(
                manager, dispatcher, editor, id -> id == held, scheduler, this, () -> manager.setRoutes(routes.scan()));
        editor.set("default", "{\"pair\": \"*\", \"strategy\": \"hold\", \"parameters\": {\"b\": 1}}");
        manager.setRoutes(routes.scan());
        served = admit("1.0.0", KEEP);
    }

    private StrategyInstance admitShadow(Role role, String version, RebalanceStrategy strategy) {
        Route route = manager.table().entry("default").orElseThrow().route();
        Route shadow = ShadowRoutes.of(route).stream()
                .filter(one -> one.id().equals(ShadowRoutes.id("default", role)))
                .findFirst()
                .orElseThrow();
        long id = nextId++;
        String pid = shadow.strategy() + "~" + shadow.id() + "_" + shadow.parametersHash() + "_" + id;
        return admit(
                new InstanceId(
                        shadow.id(), shadow.strategy(), "bundle", new Version(version), id, id, Optional.of(pid)),
                strategy);
    }

    private JsonObject file(String id) throws IOException {
        return JsonParser.parseString(editor.text(id).orElseThrow()).getAsJsonObject();
    }

    @Test
    void startAndStopChangeOnlyTheChallengerOfTheRouteFile() throws IOException {
        JsonObject before = file("default");
        assertEquals("default", service.start("default", OTHER));
        assertEquals(JsonParser.parseString(OTHER), file("default").get("challenger"));
        assertEquals("default", service.stop("default"));
        assertEquals(before, file("default"));
        assertTrue(service.routes().isEmpty());
    }

    @Test
    void aPoolOfTheDefaultRouteGetsARouteOfItsOwn() throws IOException {
        assertEquals(Queries.PAIR, service.start(Queries.PAIR, OTHER));
        assertEquals(Queries.PAIR, file(Queries.PAIR).get("pair").getAsString());
        assertFalse(file("default").has("challenger"));
    }

    @Test
    void anInvalidChallengerChangesNothing() throws IOException {
        JsonObject before = file("default");
        for (String invalid : List.of(
                "[]",
                "{}",
                "{\"strategy\": \"x\", \"margin\": 7}",
                "{\"strategy\": \"hold\", \"parameters\": {\"b\": 1}}",
                "")) {
            assertThrows(IllegalArgumentException.class, () -> service.start("default", invalid), invalid);
        }
        assertEquals(before, file("default"));
    }

    @Test
    void stopWithoutAChallengerNamesTheRemedy() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> service.stop("default"));
        assertEquals("route default has no challenger; name one with 'weir challenge'", e.getMessage());
    }

    @Test
    void theNewestRunningVersionInTheRangeChallenges() throws IOException {
        service.start("default", OTHER);
        assertTrue(service.routes().get(0).challenger().problem().contains("no version of other in [1.0"));
        admitShadow(Role.CHALLENGER, "1.0.0", KEEP);
        admitShadow(Role.CHALLENGER, "1.5.0", KEEP);
        admitShadow(Role.CHALLENGER, "2.0.0", KEEP);
        ChallengedRoute route = service.routes().get(0);
        assertEquals(Optional.of(new Version("1.5.0")), route.challenger().version());
        assertEquals(Optional.of(ONE), route.champion().version());
        held = nextId - 2;
        assertEquals(Optional.of(ONE), service.routes().get(0).challenger().version(), "without a held bundle");
    }

    @Test
    void aShadowInstanceAnswersOnTheCallingThreadAndNoValidator() throws IOException {
        service.start("default", OTHER);
        Thread caller = Thread.currentThread();
        admitShadow(
                Role.CHALLENGER,
                "1.0.0",
                (query, market) -> Decision.keep(Thread.currentThread() == caller ? "same thread" : "other thread"));
        Answer answer =
                service.find("default", Role.CHALLENGER, ONE).orElseThrow().decide(Queries.plain());
        assertEquals("same thread", answer.decision().reason());
        assertEquals("content", ask().decision().reason());
        assertTrue(service.find("default", Role.CHAMPION_REPLAY, ONE).isEmpty());
    }

    @Test
    void threeFailuresOpenTheCircuitBreakerOfAShadowInstance() throws IOException {
        service.start("default", OTHER);
        admitShadow(Role.CHALLENGER, "1.0.0", FAILING);
        for (int i = 0; i < 3; i++) {
            assertTrue(service.find("default", Role.CHALLENGER, ONE)
                    .orElseThrow()
                    .decide(Queries.plain())
                    .isFallback());
        }
        assertEquals(
                "the strategy returned null",
                service.routes().get(0).challenger().problem());
    }

    @Test
    void failuresInReplaysDoNotOpenTheCircuitBreaker() throws IOException {
        service.start("default", OTHER);
        admitShadow(Role.CHALLENGER_REPLAY, "1.0.0", FAILING);
        var replayed = service.find("default", Role.CHALLENGER_REPLAY, ONE).orElseThrow();
        for (int i = 0; i < 10; i++) {
            assertEquals(
                    Outcome.GUARD,
                    replayed.replay(Queries.plain(), null).outcome(),
                    "the strategy is called each time");
        }
    }

    @Test
    void aReplayThatFillsTheHeapDisablesTheStrategy() throws IOException {
        service.start("default", OTHER);
        admitShadow(Role.CHALLENGER_REPLAY, "1.0.0", (query, market) -> {
            throw new OutOfMemoryError("by a test");
        });
        var replayed = service.find("default", Role.CHALLENGER_REPLAY, ONE).orElseThrow();
        assertEquals(Outcome.EXCEPTION, replayed.replay(Queries.plain(), null).outcome());
        assertEquals(Outcome.UNAVAILABLE, replayed.replay(Queries.plain(), null).outcome());
    }

    @Test
    void aStoppedShadowInstanceGivesAFallback() throws IOException {
        service.start("default", OTHER);
        StrategyInstance instance = admitShadow(Role.CHALLENGER, "1.0.0", KEEP);
        var shadow = service.find("default", Role.CHALLENGER, ONE).orElseThrow();
        remove(instance);
        assertEquals(
                "other 1.0.0 is stopping",
                shadow.decide(Queries.plain()).decision().reason());
    }

    @Test
    void anExchangeSwapsTheStrategiesAndRecordsItsReason() throws IOException {
        service.start("default", OTHER.replace("}}", "}, \"margin\": 0.001}"));
        service.exchange("default", false, "promoted: evidence 41", Set.of(), Duration.ZERO);
        JsonObject file = file("default");
        assertEquals("other", file.get("strategy").getAsString());
        assertEquals("[1.0.0,2.0.0)", file.get("versions").getAsString());
        assertEquals(JsonParser.parseString("{\"a\": 2}"), file.get("parameters"));
        assertEquals(
                JsonParser.parseString("{\"strategy\": \"hold\", \"parameters\": {\"b\": 1}, \"margin\": 0.001}"),
                file.get("challenger"));
        admit(new InstanceId("default", "other", "b", ONE, 90, 90, Optional.empty()), KEEP);
        assertEquals(
                List.of("it was started", "promoted: evidence 41", "promoted: evidence 41"),
                log.historyOf("default").stream().map(change -> change.reason()).toList());
    }

    @Test
    void aFailedExchangeGivesItsReasonToNoOtherChange() throws IOException {
        service.start("default", OTHER);
        Files.createDirectories(routesDirectory.resolve("default.json.part").resolve("not empty"));
        assertThrows(IOException.class, () -> service.exchange("default", false, "promoted", Set.of(), Duration.ZERO));
        admit("2.0.0", KEEP);
        assertEquals("it is newer", log.historyOf("default").get(1).reason());
    }

    @Test
    void theFormerStrategyAnswersTheOpenRoundsUntilTheyEnd() throws IOException {
        Set<OpenRound> open = Set.of(OpenRound.of(Queries.plain()));
        service.start("default", OTHER);
        service.exchange("default", false, "promoted", open, Duration.ofMinutes(2));
        StrategyInstance promoted = admit(
                new InstanceId("default", "other", "b", ONE, 90, 90, Optional.empty()),
                (query, market) -> Decision.keep("promoted"));
        RebalanceQuery other = Queries.query(Queries.PAIR, Queries.VAULT, 8453, RoundType.LIVE, 1_000, 0);
        assertEquals("content", ask().decision().reason());
        assertEquals("promoted", dispatcher.decide(other, FIVE).decision().reason());
        assertEquals(
                List.of("hold", "other"),
                manager.openRounds().addTo(routes.scan()).stream()
                        .map(Route::strategy)
                        .toList(),
                "its configuration is needed");
        scheduler.advance(Duration.ofMinutes(2));
        assertEquals("promoted", ask().decision().reason());
        assertEquals(1, manager.openRounds().addTo(routes.scan()).size());
        remove(promoted);
    }

    @Test
    void aFormerStrategyThatHasStoppedAnswersNoOpenRound() throws IOException {
        Set<OpenRound> open = Set.of(OpenRound.of(Queries.plain()));
        service.start("default", OTHER);
        service.exchange("default", false, "promoted", open, Duration.ofMinutes(2));
        admit(
                new InstanceId("default", "other", "b", ONE, 90, 90, Optional.empty()),
                (query, market) -> Decision.keep("promoted"));
        remove(served);
        assertEquals("promoted", ask().decision().reason());
    }

    @Test
    void anExchangeMayEndTheChallenge() throws IOException {
        service.start("default", OTHER);
        service.exchange("default", true, "rolled back", Set.of(), Duration.ZERO);
        assertFalse(file("default").has("challenger"));
        assertEquals("other", file("default").get("strategy").getAsString());
    }

    @Test
    void theFormerChampionOfAManualRouteKeepsItsVersion() throws IOException {
        editor.set("default", "{\"pair\": \"*\", \"strategy\": \"hold\", \"upgrade\": \"manual\"}");
        manager.setRoutes(routes.scan());
        service.start("default", OTHER);
        service.exchange("default", false, "promoted", Set.of(), Duration.ZERO);
        assertEquals(
                "[1.0.0,1.0.0]",
                file("default").getAsJsonObject("challenger").get("versions").getAsString());
    }
}
