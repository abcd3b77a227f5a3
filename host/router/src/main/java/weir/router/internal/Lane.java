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

    /** How long a route that upgrades by hand waits for the version of its choice to come back; below a query's patience. */
    static final Duration RETURN = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final long BETWEEN_LOGS = Duration.ofSeconds(10).toNanos();

    private final String route;
    private final LongAdder answers = new LongAdder();
    private final LongAdder fallbacks = new LongAdder();
    private final AtomicLong mayLogAt = new AtomicLong(System.nanoTime());
    private final LongAdder unlogged = new LongAdder();
    private volatile long awaySince = System.nanoTime();
    private volatile long hopeUntil;
    private volatile Optional<Choice> choice;
    private volatile RebalanceQuery lastAnswered;

    /** @param choice what the route went on with when the host last ran */
    Lane(String route, Optional<Choice> choice) {
        this.route = route;
        this.choice = choice;
        hope();
    }

    /** What the route goes on with; changed by nothing but a choice, the uninstall of it, or a route that asks for something else. */
    Optional<Choice> choice() {
        return choice;
    }

    void chose(Choice now) {
        choice = Optional.of(now);
    }

    /** A version of that bundle will not come back. */
    void uninstalled(long bundleId) {
        choice = choice.filter(chosen -> chosen.bundleId() != bundleId);
    }

    /** A version has left; if it is the chosen one, the wait for it begins. */
    void left(Candidate candidate) {
        if (choice.filter(chosen -> chosen.names(candidate)).isPresent()) {
            awaySince = System.nanoTime();
        }
    }

    /** Whether a chosen version that is away may still be on its way back. */
    boolean mayReturn() {
        return returnUntil() - System.nanoTime() > 0;
    }

    long returnUntil() {
        return awaySince + RETURN.toNanos();
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
