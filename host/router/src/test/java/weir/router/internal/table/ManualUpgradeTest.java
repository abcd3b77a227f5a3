package weir.router.internal.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.router.Answer;
import weir.router.Queries;
import weir.router.internal.config.Route;
import weir.router.internal.config.RouteParser;
import weir.router.internal.instance.InstanceId;
import weir.router.internal.instance.StrategyInstance;
import weir.strategy.Decision;
import weir.strategy.RebalanceStrategy;

/** A manual route keeps its selected version through gaps, restarts and removals of other versions. */
class ManualUpgradeTest extends RouterFixture {

    private static final Route MANUAL = defaultRoute(", \"upgrade\": \"manual\"");

    @Test
    void aNewerVersionWaits() {
        manager.setRoutes(List.of(MANUAL));
        admit("1.0.0", KEEP);
        admit("1.1.0", KEEP);
        assertEquals(Queries.version("1.0.0"), ask().version());
        assertEquals("hold 1.1.0 waits: the route upgrades manually", note());
    }

    @Test
    void queriesWaitForTheSelectedVersionAfterARestart() throws Exception {
        manager.setRoutes(List.of(MANUAL));
        admit("1.0.0", KEEP);
        restart();
        manager.setRoutes(List.of(MANUAL));
        admit("1.1.0", KEEP);
        ExecutorService validator = Executors.newSingleThreadExecutor();
        try {
            Future<Answer> answer = validator.submit(this::ask);
            admit("1.0.0", KEEP);
            assertEquals(Queries.version("1.0.0"), answer.get().version());
        } finally {
            validator.shutdownNow();
        }
    }

    @Test
    void anotherVersionServesWaitingQueriesAfterTheFailbackWindow() throws Exception {
        manager.setRoutes(List.of(MANUAL));
        admit("1.0.0", KEEP);
        restart();
        manager.setRoutes(List.of(MANUAL));
        admit("1.1.0", KEEP);
        assertTrue(RouteState.FAILBACK_WINDOW.compareTo(FIVE.minusSeconds(2)) < 0, "a query waits longer");
        AtomicReference<Answer> answer = new AtomicReference<>();
        Thread validator = new Thread(() -> answer.set(ask()));
        validator.start();
        awaitParked(validator);
        scheduler.advance(RouteState.FAILBACK_WINDOW);
        validator.join();
        assertEquals(Queries.version("1.1.0"), answer.get().version());
    }

    @Test
    void theFailoverDoesNotDependOnItsTimer() {
        manager.setRoutes(List.of(MANUAL));
        admit("1.0.0", KEEP);
        restart();
        manager.setRoutes(List.of(MANUAL));
        admit("1.1.0", KEEP);
        scheduler.advanceWithoutTimers(RouteState.FAILBACK_WINDOW);
        assertEquals(Queries.version("1.1.0"), ask().version());
    }

    @Test
    void theNewerVersionDoesNotTakeOverInAGap() {
        manager.setRoutes(List.of(MANUAL));
        StrategyInstance old = admit("1.0.0", KEEP);
        StrategyInstance newer = admit("1.1.0", KEEP);
        scheduler.advance(RouteState.FAILBACK_WINDOW);
        remove(newer);
        remove(old);
        admit("1.1.0", KEEP);
        assertEquals(Optional.empty(), serving());
        assertEquals("waiting for hold 1.0.0, the selected version", note());
        admit("1.0.0", KEEP);
        assertEquals(Queries.version("1.0.0"), ask().version());
    }

    @Test
    void aFailoverVersionIsNotSelected() {
        manager.setRoutes(List.of(MANUAL));
        StrategyInstance old = admit("1.0.0", KEEP);
        admit("1.1.0", KEEP);
        remove(old);
        scheduler.advance(RouteState.FAILBACK_WINDOW);
        assertEquals(Optional.of("1.1.0"), serving());
        assertTrue(note().startsWith("hold 1.1.0 serves because hold 1.0.0, the selected version, is not running"));
        restart();
        manager.setRoutes(List.of(MANUAL));
        admit("1.1.0", KEEP);
        assertEquals(Optional.empty(), serving());
        admit("1.0.0", KEEP);
        assertEquals(Optional.of("1.0.0"), serving());
    }

    @Test
    void theEndOfTheHostDoesNotChangeTheSelection() {
        manager.setRoutes(List.of(MANUAL));
        StrategyInstance old = admit("1.0.0", KEEP);
        admit("1.1.0", KEEP);
        manager.close();
        remove(old);
        manager.bundleUninstalled(old.id().bundleId());
        restart();
        assertEquals(Queries.version("1.0.0"), selections.selected("default").map(SelectedVersion::version));
    }

    @Test
    void anUninstallEndsTheSelection() {
        manager.setRoutes(List.of(MANUAL));
        StrategyInstance old = admit("1.0.0", KEEP);
        admit("1.1.0", KEEP);
        remove(old);
        assertEquals(Optional.empty(), serving());
        manager.bundleUninstalled(old.id().bundleId());
        assertEquals(Optional.of("1.1.0"), serving());
        admit("1.0.0", KEEP);
        assertEquals(Optional.of("1.1.0"), serving());
    }

    @Test
    void aPinAndACircuitBreakerSelectAnotherVersion() {
        AtomicReference<RebalanceStrategy> behaviour = new AtomicReference<>(KEEP);
        manager.setRoutes(List.of(MANUAL));
        admit("1.0.0", (query, market) -> behaviour.get().decide(query, market));
        admit("1.1.0", KEEP);
        manager.setRoutes(List.of(defaultRoute(", \"upgrade\": \"manual\", \"versions\": \"[1.1,1.1]\"")));
        assertEquals(Optional.of("1.1.0"), serving());
        manager.setRoutes(List.of(MANUAL));
        assertEquals(Optional.of("1.1.0"), serving());
        manager.setRoutes(List.of(defaultRoute(", \"upgrade\": \"manual\", \"versions\": \"[1.0,1.0]\"")));
        manager.setRoutes(List.of(MANUAL));
        assertEquals(Optional.of("1.0.0"), serving());
        behaviour.set(FAILING);
        for (int i = 0; i < 3; i++) {
            assertEquals(Queries.version("1.0.0"), ask().version());
        }
        assertEquals(Optional.of("1.1.0"), serving());
    }

    @Test
    void theSameVersionOfAnotherStrategyIsNotSelected() {
        manager.setRoutes(List.of(
                RouteParser.parse("default", "{\"pair\": \"*\", \"strategy\": \"other\", \"upgrade\": \"manual\"}")));
        admit(
                new InstanceId("default", "other", "my.bundle", new Version("1.0.0"), 90, 90, Optional.empty()),
                (query, market) -> Decision.keep("other"));
        manager.setRoutes(List.of(MANUAL));
        admit("1.1.0", KEEP);
        assertEquals(Optional.of("1.1.0"), serving());
    }
}
