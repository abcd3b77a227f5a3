package weir.router;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import weir.router.audit.RejectionEvent;
import weir.router.audit.VaultQueryEvent;
import weir.strategy.RebalanceQuery;

/** Answers queries of validators with the decisions of strategies. Thread-safe. No error of a strategy makes a method throw. */
@ProviderType
public interface Router {

    /**
     * Finds the query's route, calls the route's strategy, and checks its decision with the guard.
     *
     * @param query query of a validator
     * @param caller the validator, for audit events; empty if the axon does not authenticate requests
     * @param timeout how long the validator waits; the strategy's deadline is min(3 s, timeout - 2 s), at least 50 ms
     * @return an answer to send to the validator; never {@code null}
     */
    Answer decide(RebalanceQuery query, Optional<Caller> caller, Duration timeout);

    /** Passes a report about rejected requests to all {@link weir.router.audit.AuditListener}s. */
    void reportRejection(RejectionEvent event);

    /** Passes a question for the miner's vault, which the axon answers, to all {@link weir.router.audit.AuditListener}s. */
    void reportVaultQuery(VaultQueryEvent event);

    /** Returns the state of all routes at one instant, in the order in which queries try them; default routes are last. */
    List<RouteStatus> routes();

    /**
     * Returns the problems that an operator must solve, each with its remedy: invalid route files, whose last valid content
     * stays in force, and state files that cannot be written.
     */
    List<String> problems();

    /** Selects the serving versions again, after an answer of {@link InstalledPlugins#isHeld} has changed. */
    default void pluginsChanged() {}
}
