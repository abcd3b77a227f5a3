package weir.isolation.batch;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;
import weir.isolation.ChildException;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;

/** A child process with instances of one component. For one thread. Each method throws {@link ProcessEndedException} if the process has ended. */
@ProviderType
public interface StrategyProcess extends AutoCloseable {

    /** Most queries of one call of {@link #decide}. */
    int MAX_QUERIES = 64;

    /**
     * The answer to a query.
     *
     * @param decision the decision; {@code null} if the strategy returned that, or failed
     * @param failure class and message of what the strategy threw; empty if it returned
     */
    record Answer(Decision decision, String failure) {}

    /**
     * Creates an instance. All instances of a process have the same classes, and thus the same static fields; in the host each has its own.
     *
     * @param properties of the component; text, numbers, booleans, and lists or arrays of them
     * @return number of the instance
     * @throws ChildException if the strategy's constructor or activation fails
     */
    int create(Map<String, Object> properties);

    /**
     * Asks instances at one check.
     *
     * @param instances numbers of the instances, 1 to {@value #MAX_QUERIES}
     * @param queries the query of each; all equal except for positions, inventory and number of rebalances
     * @param market the market of these queries, which is asked once for each different question; valid during this call
     * @return the answer of each
     */
    List<Answer> decide(List<Integer> instances, List<RebalanceQuery> queries, Market market);

    /** Ends an instance, also if its deactivation fails. The first instance ends with the process, because the others use its classes. */
    void end(int instance);

    /** Whether the process has ended. */
    boolean hasEnded();

    /** Ends the process. A second call has no effect. */
    @Override
    void close();
}
