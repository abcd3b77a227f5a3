package weir.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.router.Answer;
import weir.router.Caller;
import weir.router.RouteStatus;
import weir.router.Router;
import weir.router.StrategyState;
import weir.router.UpgradePolicy;
import weir.router.audit.RejectionEvent;
import weir.router.audit.VaultQueryEvent;
import weir.strategy.RebalanceQuery;

class RouterHealthTest {

    private static final RouteStatus.Instance READY =
            new RouteStatus.Instance(new Version("1.2.0"), 3, StrategyState.READY, "");
    private static final RouteStatus.Instance DEGRADED =
            new RouteStatus.Instance(new Version("1.1.0"), 2, StrategyState.DEGRADED, "self-test: it is late");

    @Test
    void routeThatTheNewestVersionServesIsHealthyThoughAnOlderOneFailed() {
        Result result = check(route("1.2.0", List.of(READY, DEGRADED), ""));

        assertEquals(Result.Status.OK, result.getStatus(), result::toString);
    }

    @Test
    void routeIsAWarningWithTheReasonIfItsNewestVersionFailed() {
        Result result = check(route("1.2.0", List.of(DEGRADED, READY), "1.1.0 is disabled"));

        assertEquals(Result.Status.WARN, result.getStatus(), result::toString);
        assertEquals("route eth: 1.1.0 is disabled", firstMessage(result));
    }

    @Test
    void routeWithoutAServingVersionIsCritical() {
        Result result = check(route(null, List.of(DEGRADED), "1.1.0 is disabled"));

        assertEquals(Result.Status.CRITICAL, result.getStatus(), result::toString);
        assertEquals("route eth: 1.1.0 is disabled", firstMessage(result));
    }

    private static String firstMessage(Result result) {
        return result.iterator().next().getMessage();
    }

    private static RouteStatus route(String serving, List<RouteStatus.Instance> instances, String problem) {
        return new RouteStatus(
                "eth",
                8453,
                "*",
                "follower",
                Optional.empty(),
                UpgradePolicy.AUTO,
                Optional.ofNullable(serving).map(Version::new),
                instances,
                0,
                0,
                problem);
    }

    private static Result check(RouteStatus route) {
        return new RouterHealth(new FixedRouter(List.of(route))).execute();
    }

    private record FixedRouter(List<RouteStatus> routes) implements Router {

        @Override
        public Answer decide(RebalanceQuery query, Optional<Caller> caller, Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reportRejection(RejectionEvent event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reportVaultQuery(VaultQueryEvent event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> problems() {
            return List.of();
        }
    }
}
