package weir.router;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import weir.strategy.RebalanceQuery;

/** Answers queries. Thread-safe. Methods never throw because of a strategy and never return {@code null}. */
@ProviderType
public interface Router {

    /**
     * Finds the query's route, asks its strategy within the deadline, and checks the decision.
     *
     * @param query the query
     * @param timeout how long the validator waits; the deadline is min(3 s, timeout - 2 s), at least 50 ms
     * @return an answer that may be sent as it is
     */
    Answer decide(RebalanceQuery query, Duration timeout);

    /** The routes in force, in the order in which they are tried, default routes last. One consistent snapshot. */
    List<RouteStatus> routes();

    /**
     * Problems that an operator must solve, each with its remedy: route files that cannot be used, whose last valid content stays
     * in force, and state that cannot be written.
     */
    List<String> problems();
}
