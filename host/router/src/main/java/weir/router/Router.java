package weir.router;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import weir.strategy.RebalanceQuery;

/**
 * Answers every query. Thread-safe; never throws for what a strategy does and never returns {@code null}.
 */
@ProviderType
public interface Router {

    /**
     * Finds the route of the query, asks its strategy within the deadline, and guards what it says.
     *
     * @param query the question
     * @param timeout how long the validator waits; the answer is given within min(3 s, timeout - 2 s), at least 50 ms
     * @return an answer that may be sent as it is
     */
    Answer decide(RebalanceQuery query, Duration timeout);

    /** The routes in force, in the order they are tried, the default last. One consistent snapshot. */
    List<RouteStatus> routes();

    /**
     * What an operator has to mend in the routes folder: one message for each file that cannot be used, naming file, field and
     * remedy. The last good state of such a file stays in force.
     */
    List<String> problems();
}
