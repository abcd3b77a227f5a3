package weir.console.internal.monitor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import weir.chain.AxonInfo;
import weir.chain.Metagraph;
import weir.chain.MetagraphService;
import weir.chain.MetagraphStatus;
import weir.chain.Neuron;
import weir.metrics.Metrics;
import weir.router.Answer;
import weir.router.Caller;
import weir.router.Outcome;
import weir.router.RouteChange;
import weir.router.RouteStatus;
import weir.router.Routes;
import weir.router.StrategyState;
import weir.router.UpgradePolicy;
import weir.router.audit.AnswerEvent;
import weir.router.audit.RejectionEvent;
import weir.strategy.Decision;
import weir.testkit.Queries;

/** The metrics of queries and versions, without a host. {@code stop} waits until all events are counted. */
class QueryMetricsTest {

    private static final String KNOWN = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private static final String UNKNOWN = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

    private final Metrics metrics = Metrics.create();
    private final QueryMetrics queries = new QueryMetrics(metrics);
    private final List<Neuron> neurons = new ArrayList<>(List.of(new Neuron(0, KNOWN, true, 0, 0, 0, AxonInfo.NONE)));

    @Test
    void answersAreCountedByRouteAndVerdict() {
        queries.onAnswer(answer("weth", Outcome.PASSED, "1.0.0", KNOWN));
        queries.onAnswer(answer("weth", Outcome.TIMEOUT, "1.0.0", KNOWN));
        queries.onAnswer(
                new AnswerEvent(time(3), Queries.query().build(), caller(KNOWN), Answer.unavailable("no"), millis(1)));
        queries.stop();

        assertLine("weir_queries_total{round_type=\"evaluation\",route=\"weth\",verdict=\"passed\"} 1.0");
        assertLine("weir_queries_total{round_type=\"evaluation\",route=\"weth\",verdict=\"timeout\"} 1.0");
        assertLine("weir_queries_total{round_type=\"evaluation\",route=\"none\",verdict=\"unavailable\"} 1.0");
        assertLine("weir_answer_duration_seconds_bucket{route=\"weth\",le=\"0.0025\"} 0");
        assertLine("weir_answer_duration_seconds_bucket{route=\"weth\",le=\"0.005\"} 2");
        assertLine("weir_decide_duration_seconds_sum{route=\"weth\",strategy=\"hold\",version=\"1.0.0\"} 0.004");
        assertLine("weir_last_query_timestamp_seconds{route=\"none\"} 3.0");
    }

    @Test
    void onlyHotkeysOfTheMetagraphHaveSeries() {
        queries.setChain(new FixedMetagraph());
        queries.onAnswer(answer("weth", Outcome.PASSED, "1.0.0", KNOWN));
        queries.onAnswer(answer("weth", Outcome.PASSED, "1.0.0", UNKNOWN));
        queries.stop();
        queries.keepOnly(List.of(route("weth", "1.0.0")));

        assertLine("weir_validator_queries_total{validator=\"" + KNOWN + "\"} 1.0");
        assertFalse(metrics.text().contains(UNKNOWN), metrics.text());

        neurons.clear();
        queries.keepOnly(List.of(route("weth", "1.0.0")));

        assertFalse(metrics.text().contains(KNOWN), metrics.text());
    }

    @Test
    void withoutAMetagraphNoValidatorHasASeries() {
        queries.onAnswer(answer("weth", Outcome.PASSED, "1.0.0", KNOWN));
        queries.stop();

        assertFalse(metrics.text().contains("validator="), metrics.text());
    }

    @Test
    void seriesEndWithTheirRouteAndVersion() {
        queries.onAnswer(answer("weth", Outcome.PASSED, "1.0.0", KNOWN));
        queries.onAnswer(answer("weth", Outcome.PASSED, "1.1.0", KNOWN));
        queries.onAnswer(answer("old", Outcome.PASSED, "1.1.0", KNOWN));
        queries.stop();

        queries.keepOnly(List.of(route("weth", "1.1.0")));

        assertFalse(metrics.text().contains("1.0.0\""), metrics.text());
        assertFalse(metrics.text().contains("\"old\""), metrics.text());
        assertLine("weir_decide_duration_seconds_count{route=\"weth\",strategy=\"hold\",version=\"1.1.0\"} 1");
    }

    @Test
    void rejectionsAreCountedByAFewReasons() {
        int[] statuses = {401, 403, 403, 429, 418};
        for (int status : statuses) {
            queries.onRejection(new RejectionEvent(time(0), KNOWN, "192.0.2.1", status, "text of the request", 5));
        }
        queries.stop();

        assertLine("weir_rejected_requests_total{reason=\"not_verified\"} 5.0");
        assertLine("weir_rejected_requests_total{reason=\"forbidden\"} 10.0");
        assertLine("weir_rejected_requests_total{reason=\"rate_limited\"} 5.0");
        assertLine("weir_rejected_requests_total{reason=\"other\"} 5.0");
        assertFalse(metrics.text().contains("text of the request"), metrics.text());
    }

    @Test
    void changesOfVersionAreCountedByCauseUntilTheirRouteEnds() {
        VersionMetrics versions = new VersionMetrics(metrics);
        versions.servingChanged(new RouteChange(
                new Routes.Change(time(0), "weth", Optional.of("hold"), version("1.0.0"), "it was started"),
                RouteChange.Cause.START,
                millis(4)));

        assertLine("weir_strategy_changes_total{cause=\"start\",route=\"weth\"} 1.0");
        assertLine("weir_strategy_change_duration_seconds_bucket{le=\"0.005\"} 1");

        versions.keepOnly(List.of());

        assertFalse(metrics.text().contains("weir_strategy_changes_total{"), metrics.text());
    }

    private void assertLine(String line) {
        String text = metrics.text();
        assertTrue(text.lines().anyMatch(line::equals), line + " is missing in\n" + text);
    }

    private static AnswerEvent answer(String route, Outcome outcome, String version, String hotkey) {
        return new AnswerEvent(
                time(1),
                Queries.query().build(),
                caller(hotkey),
                new Answer(
                        Decision.keep(""),
                        Optional.of(route),
                        Optional.of("hold"),
                        version(version),
                        outcome,
                        Optional.of(millis(2))),
                millis(3));
    }

    private static RouteStatus route(String id, String version) {
        return new RouteStatus(
                id,
                8453,
                "*",
                "hold",
                Optional.empty(),
                UpgradePolicy.AUTO,
                version(version),
                List.of(new RouteStatus.Instance(version(version).get(), 1, StrategyState.READY, "")),
                0,
                0,
                "");
    }

    private static Optional<Caller> caller(String hotkey) {
        return Optional.of(new Caller(hotkey, Caller.Scheme.BTAUTH));
    }

    private static Optional<Version> version(String version) {
        return Optional.of(new Version(version));
    }

    private static Instant time(int second) {
        return Instant.ofEpochSecond(second);
    }

    private static Duration millis(int millis) {
        return Duration.ofMillis(millis);
    }

    private final class FixedMetagraph implements MetagraphService {
        @Override
        public Optional<Metagraph> current() {
            return Optional.of(new Metagraph(98, 1, 0, neurons));
        }

        @Override
        public boolean isRefreshAllowed() {
            return false;
        }

        @Override
        public void requestRefresh() {}

        @Override
        public MetagraphStatus status() {
            return new MetagraphStatus(false, Optional.of(time(0)), "", "");
        }
    }
}
