package weir.console.internal.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import weir.chain.MetagraphService;
import weir.metrics.Counter;
import weir.metrics.Gauge;
import weir.metrics.Histogram;
import weir.metrics.Metrics;
import weir.router.Caller;
import weir.router.RouteStatus;
import weir.router.audit.AnswerEvent;
import weir.router.audit.AsyncBatchWriter;
import weir.router.audit.AuditListener;
import weir.router.audit.RejectionEvent;

/**
 * Counts queries, answers and rejections, on a thread of its own. Series end with their route or version, and a validator has series only
 * while it is in the metagraph.
 */
@Component(service = {QueryMetrics.class, AuditListener.class})
public final class QueryMetrics implements AuditListener {

    /** Upper bounds of durations in seconds. */
    static final List<Double> SECONDS = List.of(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1d, 2d, 3d);

    static final String NO_ROUTE = "none";
    private static final int QUEUE_CAPACITY = 4_096;

    private final Counter queries;
    private final Histogram answerDurations;
    private final Histogram decideDurations;
    private final Counter rejectedRequests;
    private final Gauge lastQuery;
    private final Counter validatorQueries;
    private final Gauge validatorLastQuery;
    private final Counter droppedEvents;
    private final AsyncBatchWriter<Runnable> writer;

    private volatile MetagraphService chain;

    @Activate
    public QueryMetrics(@Reference Metrics metrics) {
        queries = metrics.counter(
                "weir_queries_total",
                "Answered queries; verdict: passed, refused by the route's filter, or why the answer is a fallback",
                "route",
                "round_type",
                "verdict");
        answerDurations = metrics.histogram(
                "weir_answer_duration_seconds", "Time between a query's arrival and its answer", SECONDS, "route");
        decideDurations = metrics.histogram(
                "weir_decide_duration_seconds",
                "Time of a strategy's decision",
                SECONDS,
                "route",
                "strategy",
                "version");
        rejectedRequests = metrics.counter(
                "weir_rejected_requests_total",
                "Requests with a hotkey that the axon rejected: not_verified (401), forbidden (403), rate_limited (429)",
                "reason");
        lastQuery = metrics.gauge("weir_last_query_timestamp_seconds", "Time of the last query since 1970", "route");
        validatorQueries = metrics.counter(
                "weir_validator_queries_total", "Answered queries of a validator of the metagraph", "validator");
        validatorLastQuery = metrics.gauge(
                "weir_validator_last_query_timestamp_seconds",
                "Time of the last query of a validator of the metagraph since 1970",
                "validator");
        droppedEvents = metrics.counter(
                "weir_metrics_dropped_events_total", "Events that these metrics miss, because their queue was full");
        droppedEvents.add(0);
        writer = new AsyncBatchWriter<>("weir metrics", QUEUE_CAPACITY, this::count);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setChain(MetagraphService service) {
        chain = service;
    }

    void unsetChain(MetagraphService service) {
        chain = null;
    }

    @Deactivate
    void stop() {
        writer.close();
    }

    @Override
    public void onAnswer(AnswerEvent event) {
        writer.add(() -> countAnswer(event));
    }

    @Override
    public void onRejection(RejectionEvent event) {
        writer.add(() -> rejectedRequests.add(event.count(), reason(event.status())));
    }

    private void count(List<Runnable> batch, long dropped) {
        batch.forEach(Runnable::run);
        if (dropped > 0) {
            droppedEvents.add(dropped);
        }
    }

    private void countAnswer(AnswerEvent event) {
        String route = event.answer().route().orElse(NO_ROUTE);
        queries.increment(
                route,
                lowerCase(event.query().roundType()),
                lowerCase(event.answer().outcome()));
        answerDurations.observe(event.duration(), route);
        lastQuery.set(seconds(event.time()), route);
        event.answer()
                .decideDuration()
                .ifPresent(duration -> decideDurations.observe(
                        duration,
                        route,
                        event.answer().strategy().orElse(""),
                        event.answer().version().map(Version::toString).orElse("")));
        event.caller().map(Caller::hotkey).filter(this::isInMetagraph).ifPresent(hotkey -> {
            validatorQueries.increment(hotkey);
            validatorLastQuery.set(seconds(event.time()), hotkey);
        });
    }

    private boolean isInMetagraph(String hotkey) {
        MetagraphService service = chain;
        return Optional.ofNullable(service)
                .flatMap(MetagraphService::current)
                .flatMap(metagraph -> metagraph.neuron(hotkey))
                .isPresent();
    }

    /** Ends the series of other routes, of versions without an instance, and of hotkeys that left the metagraph. */
    void keepOnly(List<RouteStatus> current) {
        Set<String> routes = current.stream().map(RouteStatus::id).collect(Collectors.toSet());
        Set<List<String>> versions = current.stream()
                .flatMap(route -> route.instances().stream()
                        .map(instance -> List.of(
                                route.id(), route.strategy(), instance.version().toString())))
                .collect(Collectors.toSet());
        for (var byRoute : List.of(queries, answerDurations, lastQuery)) {
            byRoute.removeIf(
                    values -> !routes.contains(values.get(0)) && !values.get(0).equals(NO_ROUTE));
        }
        decideDurations.removeIf(values -> !versions.contains(values));
        validatorQueries.removeIf(values -> !isInMetagraph(values.get(0)));
        validatorLastQuery.removeIf(values -> !isInMetagraph(values.get(0)));
    }

    private static String reason(int status) {
        return switch (status) {
            case 401 -> "not_verified";
            case 403 -> "forbidden";
            case 429 -> "rate_limited";
            default -> Metrics.OTHER;
        };
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1e3;
    }
}
