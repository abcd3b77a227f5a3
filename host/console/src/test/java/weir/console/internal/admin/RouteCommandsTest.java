package weir.console.internal.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.router.Answer;
import weir.router.Caller;
import weir.router.RouteStatus;
import weir.router.Router;
import weir.router.Routes;
import weir.router.StrategyState;
import weir.router.UpgradePolicy;
import weir.router.audit.RejectionEvent;
import weir.router.audit.VaultQueryEvent;
import weir.strategy.RebalanceQuery;

/** The JSON that clients of the admin API depend on. */
class RouteCommandsTest {

    private static final Version VERSION = new Version("1.2.0");
    private static final RouteStatus SERVED = new RouteStatus(
            "eth",
            8453,
            "0xaa",
            "hold",
            Optional.of(VersionRange.valueOf("[1.2.0,2.0.0)")),
            UpgradePolicy.MANUAL,
            Optional.of(VERSION),
            List.of(new RouteStatus.Instance(VERSION, 7, StrategyState.READY, "")),
            5,
            1,
            "");
    private static final RouteStatus UNSERVED = new RouteStatus(
            "default",
            8453,
            "*",
            "hold",
            Optional.empty(),
            UpgradePolicy.AUTO,
            Optional.empty(),
            List.of(),
            0,
            0,
            "not installed");

    private final RouteCommands commands = new RouteCommands(new FixedRouter(), new FixedRoutes(), null);

    @Test
    void routesAreListedWithTheFieldsOfEarlierVersions() {
        assertJson(
                """
                {"routes": [
                  {"id": "eth", "chainId": 8453, "pair": "0xaa", "strategy": "hold", "versions": "[1.2.0,2.0.0)",
                   "upgrade": "manual", "serving": "1.2.0",
                   "available": [{"version": "1.2.0", "bundleId": 7, "state": "ready", "failure": ""}],
                   "answers": 5, "fallbacks": 1, "note": ""},
                  {"id": "default", "chainId": 8453, "pair": "*", "strategy": "hold", "versions": "any",
                   "upgrade": "auto", "serving": "-", "available": [],
                   "answers": 0, "fallbacks": 0, "note": "not installed"}],
                 "problems": ["a.json: unknown field"]}""",
                commands.list());
    }

    @Test
    void changesAreListedWithTheFieldsOfEarlierVersions() {
        assertJson(
                """
                [{"at": "1970-01-01T00:00:01Z", "route": "eth", "strategy": "hold", "version": "1.2.0", "why": "started"},
                 {"at": "1970-01-01T00:00:02Z", "route": "eth", "strategy": "-", "version": "-", "why": "removed"}]""",
                commands.changes("eth"));
    }

    private static void assertJson(String expected, Object body) {
        assertEquals(JsonParser.parseString(expected), JsonReply.GSON.toJsonTree(body));
    }

    private static final class FixedRouter implements Router {
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
        public List<RouteStatus> routes() {
            return List.of(SERVED, UNSERVED);
        }

        @Override
        public List<String> problems() {
            return List.of("a.json: unknown field");
        }
    }

    private static final class FixedRoutes implements Routes {
        @Override
        public List<Change> changes(String route) {
            return List.of(
                    new Change(Instant.ofEpochSecond(1), "eth", Optional.of("hold"), Optional.of(VERSION), "started"),
                    new Change(Instant.ofEpochSecond(2), "eth", Optional.empty(), Optional.empty(), "removed"));
        }

        @Override
        public Optional<String> text(String id) {
            return Optional.empty();
        }

        @Override
        public void set(String id, String json) {}

        @Override
        public void remove(String id) {}

        @Override
        public String pin(String route, String strategy, String versions) {
            return route;
        }

        @Override
        public Optional<Change> rollbackTarget(String route) {
            return Optional.empty();
        }

        @Override
        public Version rollback(String route) {
            return VERSION;
        }
    }
}
