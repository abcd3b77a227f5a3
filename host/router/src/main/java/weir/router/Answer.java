package weir.router;

import java.time.Duration;
import java.util.Optional;
import org.osgi.framework.Version;
import weir.strategy.Decision;

/**
 * The answer to a query: the decision, the strategy that was called, and how the query ended. Immutable.
 *
 * @param decision decision to send to the validator; {@link Decision.Keep} if this is a fallback
 * @param route id of the route; empty if no route matches the query
 * @param strategy name of the route's strategy; empty if no route matches the query
 * @param version version of the strategy's bundle; empty if no strategy was called
 * @param outcome how the query ended; if it is not {@link Outcome#PASSED}, the decision's reason explains it
 * @param decideDuration how long the strategy's call took, with the wait for its thread; empty if no strategy was called for this query
 */
public record Answer(
        Decision decision,
        Optional<String> route,
        Optional<String> strategy,
        Optional<Version> version,
        Outcome outcome,
        Optional<Duration> decideDuration) {

    /** An answer without a call of a strategy. */
    public Answer(
            Decision decision,
            Optional<String> route,
            Optional<String> strategy,
            Optional<Version> version,
            Outcome outcome) {
        this(decision, route, strategy, version, outcome, Optional.empty());
    }

    /** Creates the fallback for a query that no route answers. */
    public static Answer unavailable(String reason) {
        return new Answer(
                Decision.keep(reason), Optional.empty(), Optional.empty(), Optional.empty(), Outcome.UNAVAILABLE);
    }

    /** Whether the decision is a fallback, which keeps the current positions because no strategy gave a valid decision. */
    public boolean isFallback() {
        return outcome != Outcome.PASSED && outcome != Outcome.REFUSED;
    }
}
