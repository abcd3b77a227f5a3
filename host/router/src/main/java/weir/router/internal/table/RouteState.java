package weir.router.internal.table;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.strategy.RebalanceQuery;

/** What a route keeps across route tables: its counters, its selected version, and the deadlines of waiting queries. Thread-safe. */
final class RouteState {

    /** How long queries wait for an instance after the last one has left, or after the route was added. */
    static final Duration GRACE_PERIOD = Duration.ofSeconds(5);

    /** How long a manual route waits for its selected version before another one serves; shorter than a query's deadline. */
    static final Duration FAILBACK_WINDOW = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(RouteState.class);
    private static final long LOG_PERIOD = Duration.ofSeconds(10).toNanos();

    private final String route;
    private final Scheduler scheduler;
    private final LongAdder answers = new LongAdder();
    private final LongAdder fallbacks = new LongAdder();
    private final LongAdder unloggedFallbacks = new LongAdder();
    private final AtomicLong nextLog;
    private volatile long failbackDeadline;
    private volatile long graceDeadline;
    private volatile Optional<SelectedVersion> selected;
    private volatile RebalanceQuery lastAnswered;

    RouteState(String route, Optional<SelectedVersion> selected, Scheduler scheduler) {
        this.route = route;
        this.selected = selected;
        this.scheduler = scheduler;
        this.nextLog = new AtomicLong(scheduler.nanoTime());
        startGracePeriod();
        startFailbackWindow();
    }

    Optional<SelectedVersion> selected() {
        return selected;
    }

    void select(SelectedVersion version) {
        selected = Optional.of(version);
    }

    /** Ends the selection of a bundle that was uninstalled. */
    void uninstalled(long bundleId) {
        selected = selected.filter(version -> version.bundleId() != bundleId);
    }

    /** The selected version has left, and may come back within {@link #FAILBACK_WINDOW}. */
    void startFailbackWindow() {
        failbackDeadline = scheduler.nanoTime() + FAILBACK_WINDOW.toNanos();
    }

    long failbackDeadline() {
        return failbackDeadline;
    }

    boolean isInFailbackWindow() {
        return failbackDeadline - scheduler.nanoTime() > 0;
    }

    /** No instance serves; one is expected within {@link #GRACE_PERIOD}. */
    void startGracePeriod() {
        graceDeadline = scheduler.nanoTime() + GRACE_PERIOD.toNanos();
    }

    long graceDeadline() {
        return graceDeadline;
    }

    /** The last query that a strategy answered; new instances are tested with it. */
    Optional<RebalanceQuery> lastAnswered() {
        return Optional.ofNullable(lastAnswered);
    }

    void answeredByStrategy(RebalanceQuery query) {
        lastAnswered = query;
    }

    void countAnswer() {
        answers.increment();
    }

    long answers() {
        return answers.sum();
    }

    long fallbacks() {
        return fallbacks.sum();
    }

    /** Counts an answer with the current positions, and logs it at most once in ten seconds. */
    void countFallback(String reason) {
        answers.increment();
        fallbacks.increment();
        long now = scheduler.nanoTime();
        long at = nextLog.get();
        if (now - at >= 0 && nextLog.compareAndSet(at, now + LOG_PERIOD)) {
            LOG.warn(
                    "Route {}: answered with the current positions: {} ({} more fallbacks since the last such line)",
                    route,
                    reason,
                    unloggedFallbacks.sumThenReset());
        } else {
            unloggedFallbacks.increment();
        }
    }
}
