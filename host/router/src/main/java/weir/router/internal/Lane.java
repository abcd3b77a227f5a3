package weir.router.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.strategy.RebalanceQuery;

/** What outlives the route tables of one route id: its counters, its measured voice in the log, and hope of a strategy. */
final class Lane {

    /** How long after the last strategy left, or the route came, queries wait for the next one rather than fall back. */
    static final Duration HOPE = Duration.ofSeconds(5);

    /** How long after the start a route that upgrades by hand waits for the version that served last; below a query's patience. */
    static final Duration RETURN = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final long BETWEEN_LOGS = Duration.ofSeconds(10).toNanos();

    private final String route;
    private final LongAdder answers = new LongAdder();
    private final LongAdder fallbacks = new LongAdder();
    private final AtomicLong mayLogAt = new AtomicLong(System.nanoTime());
    private final LongAdder unlogged = new LongAdder();
    private final long begun = System.nanoTime();
    private volatile long hopeUntil;
    private volatile String lastServed;
    private volatile RebalanceQuery lastAnswered;

    /** @param lastServed version that served when the host last ran, {@code "-"} where none is known */
    Lane(String route, String lastServed) {
        this.route = route;
        this.lastServed = lastServed;
        hope();
    }

    /** Version that served last. */
    String lastServed() {
        return lastServed;
    }

    void served(String version) {
        lastServed = version;
    }

    /** Whether the version that served before the host's start may still be on its way. */
    boolean mayReturn() {
        return !lastServed.equals("-") && System.nanoTime() - begun < RETURN.toNanos();
    }

    long returnUntil() {
        return begun + RETURN.toNanos();
    }

    /** From now on a strategy is expected within {@link #HOPE}. */
    void hope() {
        hopeUntil = System.nanoTime() + HOPE.toNanos();
    }

    long hopeUntil() {
        return hopeUntil;
    }

    /** A strategy answered this query well. */
    void answered(RebalanceQuery query) {
        lastAnswered = query;
    }

    /** The last query that a strategy answered well. */
    Optional<RebalanceQuery> lastAnswered() {
        return Optional.ofNullable(lastAnswered);
    }

    void answered() {
        answers.increment();
    }

    long answers() {
        return answers.sum();
    }

    long fallbacks() {
        return fallbacks.sum();
    }

    /** Counts a fallback and says so, at most once in ten seconds. */
    void fellBack(String why) {
        fallbacks.increment();
        long now = System.nanoTime();
        long at = mayLogAt.get();
        if (now - at >= 0 && mayLogAt.compareAndSet(at, now + BETWEEN_LOGS)) {
            LOG.warn(
                    "Route {}: answered with the current positions, because {} ({} more fallbacks since the last such line)",
                    route,
                    why,
                    unlogged.sumThenReset());
        } else {
            unlogged.increment();
        }
    }
}
