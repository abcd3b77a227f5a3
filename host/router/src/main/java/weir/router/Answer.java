package weir.router;

import java.util.Optional;
import org.osgi.framework.Version;
import weir.strategy.Decision;

/**
 * A guarded decision and its origin. Immutable.
 *
 * @param decision what to send; {@link Decision.Keep} after a fallback
 * @param route id of the route; empty if no route matches the query
 * @param strategy name of the route's strategy; empty if no route matches the query
 * @param version version of the strategy's bundle; empty if no strategy was called
 * @param outcome how the query ended; unless it is {@link Outcome#PASSED}, the decision's reason says why
 */
public record Answer(
        Decision decision,
        Optional<String> route,
        Optional<String> strategy,
        Optional<Version> version,
        Outcome outcome) {

    /** The fallback for a query that reaches no route. */
    public static Answer unavailable(String reason) {
        return new Answer(
                Decision.keep(reason), Optional.empty(), Optional.empty(), Optional.empty(), Outcome.UNAVAILABLE);
    }

    /** Whether the decision is the fallback: the strategy failed, or there was none. */
    public boolean fallback() {
        return outcome != Outcome.PASSED;
    }
}
