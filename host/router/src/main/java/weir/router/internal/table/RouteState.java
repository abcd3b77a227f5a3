package weir.router.internal.table;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.internal.config.RouteProblems;
import weir.router.internal.instance.StrategyInstance;
import weir.strategy.RebalanceQuery;

/**
 * The data of a route that outlives a {@link RouteTable}: counters, the selected version, and deadlines for waiting queries.
 * Thread-safe.
 */
final class RouteState {

    /** How long queries wait for an instance after the last instance stopped, or after the route was added. */
    static final Duration GRACE_PERIOD = Duration.ofSeconds(5);

    /** How long a manual route without its selected version waits before another version serves; shorter than a query's deadline. */
    static final Duration FAILBACK_WINDOW = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(RouteState.class);
    private static final long LOG_PERIOD_NANOS = Duration.ofSeconds(10).toNanos();

    private final String route;
    private final RouteProblems problems;
    private final Scheduler scheduler;
    private final LongAdder answerCount = new LongAdder();
    private final LongAdder fallbackCount = new LongAdder();
    private final LongAdder unloggedFallbackCount = new LongAdder();
    private final AtomicLong nextLogNanos;
    private volatile long failbackDeadlineNanos;
    private volatile long graceDeadlineNanos;
    private volatile Optional<SelectedVersion> selected;
    private volatile RebalanceQuery lastAnsweredQuery;
    private volatile String nextChangeReason = "";
    /** Guarded by the lock of the route table's manager. */
    private boolean isHandoverRunning;

    RouteState(String route, Optional<SelectedVersion> selected, RouteProblems problems, Scheduler scheduler) {
        this.route = route;
        this.problems = problems;
        this.selected = selected;
        this.scheduler = scheduler;
        this.nextLogNanos = new AtomicLong(scheduler.nanoTime());
        startGracePeriod();
        startFailbackWindow();
    }

    /** Why the route cannot be put in force as its file says; empty if it can. */
    Optional<String> problem() {
        return problems.of(route);
    }

    Optional<SelectedVersion> selected() {
        return selected;
    }

    void select(SelectedVersion version) {
        selected = Optional.of(version);
    }

    /** Whether the instance has the version that the route has selected. */
    boolean isSelected(StrategyInstance instance) {
        return selected.filter(version -> version.isVersionOf(instance)).isPresent();
    }

    /** Clears the selection if it is a version of this bundle, which was uninstalled. */
    void clearSelection(long bundleId) {
        selected = selected.filter(version -> version.bundleId() != bundleId);
    }

    /** Called when the selected version stops. It may start again within {@link #FAILBACK_WINDOW}. */
    void startFailbackWindow() {
        failbackDeadlineNanos = scheduler.nanoTime() + FAILBACK_WINDOW.toNanos();
    }

    long failbackDeadlineNanos() {
        return failbackDeadlineNanos;
    }

    boolean isInFailbackWindow() {
        return failbackDeadlineNanos - scheduler.nanoTime() > 0;
    }

    /** Called when no instance serves. Queries wait for one until {@link #GRACE_PERIOD} has passed. */
    void startGracePeriod() {
        graceDeadlineNanos = scheduler.nanoTime() + GRACE_PERIOD.toNanos();
    }

    long graceDeadlineNanos() {
        return graceDeadlineNanos;
    }

    /** Starts a handover of the strategy's state, unless one is running. Queries that the old instance rejects wait for its end. */
    boolean startHandover() {
        if (isHandoverRunning) {
            return false;
        }
        isHandoverRunning = true;
        startGracePeriod();
        return true;
    }

    void endHandover() {
        isHandoverRunning = false;
    }

    /** The last query that a strategy answered. Self-tests of new instances use it. */
    Optional<RebalanceQuery> lastAnsweredQuery() {
        return Optional.ofNullable(lastAnsweredQuery);
    }

    void setLastAnsweredQuery(RebalanceQuery query) {
        lastAnsweredQuery = query;
    }

    /** Sets the reason of the next change after which an instance serves, for the audit log. */
    void setNextChangeReason(String reason) {
        nextChangeReason = reason;
    }

    /** Returns the reason of a change: {@code reason}, or the one that was set for it. Under the lock of the route table's manager. */
    String changeReason(String reason, boolean isServed) {
        String set = nextChangeReason;
        if (set.isEmpty()) {
            return reason;
        }
        if (isServed) {
            nextChangeReason = "";
        }
        return set;
    }

    void countAnswer() {
        answerCount.increment();
    }

    long answerCount() {
        return answerCount.sum();
    }

    long fallbackCount() {
        return fallbackCount.sum();
    }

    /** Counts a fallback, and logs at most one in ten seconds. */
    void countFallback(String reason) {
        answerCount.increment();
        fallbackCount.increment();
        long now = scheduler.nanoTime();
        long at = nextLogNanos.get();
        if (now - at >= 0 && nextLogNanos.compareAndSet(at, now + LOG_PERIOD_NANOS)) {
            LOG.warn(
                    "Route {}: a query was answered with the current positions: {} ({} more since the last such message)",
                    route,
                    reason,
                    unloggedFallbackCount.sumThenReset());
        } else {
            unloggedFallbackCount.increment();
        }
    }
}
