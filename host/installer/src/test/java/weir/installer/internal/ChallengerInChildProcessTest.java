package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.installer.HostHarness;
import weir.isolation.ChildProcesses;
import weir.isolation.Level;
import weir.router.challenge.ChallengedRoute;
import weir.router.challenge.Challenger.Promotion;
import weir.router.challenge.Challengers;
import weir.router.challenge.Challengers.Role;
import weir.router.challenge.ShadowInstance;
import weir.strategy.RebalanceQuery;
import weir.testkit.Queries;
import weir.testkit.TestMarket;

/** A challenger that runs in a child process. */
class ChallengerInChildProcessTest extends PublishedPluginTest {

    private static final String PAIR = "0x" + "a".repeat(40);

    @Test
    void challengerRunsInTheChildProcessOfItsPublisher() throws Exception {
        trust(Level.SEPARATE);
        install(BundleBuilder.sample("1.0.0", "one"));
        host.awaitAnswer("one none");
        Challengers challengers = host.service(Challengers.class);
        challengers.start("default", "{\"strategy\": \"sample\", \"parameters\": {\"word\": \"b\"}}");
        Version version = new Version("1.0.0");
        Await.until("the challenger runs", () -> challengers
                .find("default", Role.CHALLENGER, version)
                .filter(shadow -> shadow.decide(HostHarness.query(PAIR))
                        .decision()
                        .reason()
                        .equals("one b"))
                .isPresent());
        assertTrue(challengers
                .find("default", Role.CHALLENGER, version)
                .orElseThrow()
                .isInChildProcess());
        assertEquals(1, host.service(ChildProcesses.class).status().size());
        host.awaitAnswer("one none");
    }

    /** The instances of a process can share what they see, so the replays of a hostile strategy prove nothing. */
    @Test
    void replayRemembersWhatTheLiveInstanceSawSoTheHostOnlyProposes() throws Exception {
        trust(Level.SEPARATE);
        install(BundleBuilder.of("weir.remembering", "1.0.0", "").with("Bundle-SymbolicName", "my.sample"));
        host.awaitAnswer("remembered");
        Challengers challengers = challengeAutomatically();
        RebalanceQuery query = Queries.query()
                .pairAddress(PAIR)
                .tickSpacing(10)
                .blockNumber(1_234_567)
                .build();
        assertEquals(
                "new",
                await(challengers, Role.CHALLENGER).decide(query).decision().reason());
        assertEquals(
                "remembered",
                await(challengers, Role.CHALLENGER_REPLAY)
                        .replay(query, TestMarket.EMPTY.at(query))
                        .decision()
                        .reason());
        ChallengedRoute route = challengers.routes().get(0);
        assertTrue(route.champion().isInChildProcess());
        assertTrue(route.challenger().isInChildProcess());
        assertEquals(Promotion.PROPOSE, route.promotion());
    }

    private Challengers challengeAutomatically() throws Exception {
        Challengers challengers = host.service(Challengers.class);
        challengers.start(
                "default", "{\"strategy\": \"sample\", \"parameters\": {\"word\": \"b\"}, \"promote\": \"auto\"}");
        return challengers;
    }

    private static ShadowInstance await(Challengers challengers, Role role) {
        Version version = new Version("1.0.0");
        Await.until(
                role + " runs", () -> challengers.find("default", role, version).isPresent());
        return challengers.find("default", role, version).orElseThrow();
    }
}
