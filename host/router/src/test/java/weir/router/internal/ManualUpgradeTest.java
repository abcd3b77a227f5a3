package weir.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.router.Answer;
import weir.router.Queries;

/** A route that upgrades by hand goes on with its version through gaps, restarts and ends of others. */
class ManualUpgradeTest extends RouterFixture {

    private static final Route MANUAL = defaultRoute(", \"upgrade\": \"manual\"");

    @Test
    void aNewerVersionWaitsWhereTheRouteUpgradesByHand() {
        board.routes(List.of(MANUAL));
        router.admit(candidate("1.0.0", KEEP));
        router.admit(candidate("1.1.0", KEEP));
        assertEquals(Queries.version("1.0.0"), ask().version());
        assertEquals("hold 1.1.0 waits: the route upgrades by hand", note());
    }

    @Test
    void afterARestartTheVersionThatServedLastIsWaitedFor() throws Exception {
        board.routes(List.of(MANUAL));
        router.admit(candidate("1.0.0", KEEP));
        log.close();
        start();
        board.routes(List.of(MANUAL));
        router.admit(candidate("1.1.0", KEEP));
        ExecutorService validator = Executors.newSingleThreadExecutor();
        try {
            Future<Answer> answer = validator.submit(this::ask);
            router.admit(candidate("1.0.0", KEEP));
            assertEquals(Queries.version("1.0.0"), answer.get().version());
        } finally {
            validator.shutdownNow();
        }
    }

    @Test
    void aVersionThatNeverReturnsIsNotWaitedForLongerThanAQueryCan() {
        board.routes(List.of(MANUAL));
        router.admit(candidate("1.0.0", KEEP));
        log.close();
        start();
        board.routes(List.of(MANUAL));
        router.admit(candidate("1.1.0", KEEP));
        assertEquals(Queries.version("1.1.0"), ask().version());
    }

    /** Changed parameters make DS end and start every version, in any order; the route is older than its first wait. */
    @Test
    void theNewerVersionDoesNotSlipInThroughAGap() throws Exception {
        Candidate old = candidate("1.0.0", KEEP);
        Candidate newer = candidate("1.1.0", KEEP);
        board.routes(List.of(MANUAL));
        router.admit(old);
        router.admit(newer);
        Thread.sleep(Lane.RETURN.toMillis() + 50);
        board.remove(newer);
        board.remove(old);
        router.admit(candidate("1.1.0", KEEP));
        assertEquals(Optional.empty(), serving());
        assertEquals("hold 1.0.0, which served last, may still come", note());
        router.admit(candidate("1.0.0", KEEP));
        assertEquals(Queries.version("1.0.0"), ask().version());
    }

    @Test
    void whoStandsInIsNotChosen() throws Exception {
        Candidate old = candidate("1.0.0", KEEP);
        board.routes(List.of(MANUAL));
        router.admit(old);
        router.admit(candidate("1.1.0", KEEP));
        board.remove(old);
        Thread.sleep(Lane.RETURN.toMillis() + 50);
        board.endWaits();
        assertEquals(Optional.of("1.1.0"), serving());
        assertTrue(note().startsWith("hold 1.1.0 stands in for hold 1.0.0"));
        log.close();
        start();
        board.routes(List.of(MANUAL));
        router.admit(candidate("1.1.0", KEEP));
        assertEquals(Optional.empty(), serving());
        router.admit(candidate("1.0.0", KEEP));
        assertEquals(Optional.of("1.0.0"), serving());
    }

    @Test
    void theEndOfTheHostChoosesNobody() {
        Candidate old = candidate("1.0.0", KEEP);
        board.routes(List.of(MANUAL));
        router.admit(old);
        router.admit(candidate("1.1.0", KEEP));
        board.close();
        board.remove(old);
        board.uninstalled(old.bundleId());
        log.close();
        assertEquals(
                "1.0.0",
                new ChangeLog(folder.resolve("changes.jsonl"))
                        .lastChosen("default")
                        .orElseThrow()
                        .version()
                        .toString());
    }

    @Test
    void anUninstallChoosesAnew() {
        Candidate old = candidate("1.0.0", KEEP);
        board.routes(List.of(MANUAL));
        router.admit(old);
        router.admit(candidate("1.1.0", KEEP));
        board.remove(old);
        assertEquals(Optional.empty(), serving());
        board.uninstalled(old.bundleId());
        assertEquals(Optional.of("1.1.0"), serving());
        router.admit(candidate("1.0.0", KEEP));
        assertEquals(Optional.of("1.1.0"), serving());
    }

    @Test
    void aPinAndABreakerChooseAnew() {
        board.routes(List.of(MANUAL));
        Candidate old = candidate("1.0.0", KEEP);
        router.admit(old);
        router.admit(candidate("1.1.0", KEEP));
        board.routes(List.of(defaultRoute(", \"upgrade\": \"manual\", \"versions\": \"[1.1,1.1]\"")));
        assertEquals(Optional.of("1.1.0"), serving());
        board.routes(List.of(MANUAL));
        assertEquals(Optional.of("1.1.0"), serving());
        board.routes(List.of(defaultRoute(", \"upgrade\": \"manual\", \"versions\": \"[1.0,1.0]\"")));
        board.routes(List.of(MANUAL));
        assertEquals(Optional.of("1.0.0"), serving());
        old.breaker().open("oops");
        board.refresh();
        assertEquals(Optional.of("1.1.0"), serving());
    }

    @Test
    void aVersionOfAnotherStrategyIsNotTheOneThatServedLast() {
        board.routes(List.of(
                RouteFile.read("default", "{\"pair\": \"*\", \"strategy\": \"other\", \"upgrade\": \"manual\"}")));
        board.add(new Candidate("default", "other", new Version("1.0.0"), 90, 90, KEEP));
        board.routes(List.of(MANUAL));
        router.admit(candidate("1.1.0", KEEP));
        assertEquals(Optional.of("1.1.0"), serving());
    }
}
