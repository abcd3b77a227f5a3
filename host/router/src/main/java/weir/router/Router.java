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
     * What an operator has to mend: one message for each route file that cannot be used, naming file, field and remedy, whose last
     * good state stays in force; and one where the host's own memory of routes cannot be written.
     */
    List<String> problems();
}
