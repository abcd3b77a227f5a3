package weir.axon.internal.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.osgi.framework.Version;
import weir.router.Answer;
import weir.router.Caller;
import weir.router.Outcome;
import weir.router.RouteStatus;
import weir.router.Router;
import weir.router.audit.RejectionEvent;
import weir.router.audit.VaultQueryEvent;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

/**
 * A router without routes that answers as {@code hold} 1.0.0.
 *
 * @param decision returns the decision for a query's timeout
 * @param callers callers of all queries, in order
 * @param rejections all reports about rejected requests, in order
 * @param vaultQueries all reports about questions for the vault, in order
 */
record FixedRouter(
        Function<Duration, Decision> decision,
        List<Optional<Caller>> callers,
        List<RejectionEvent> rejections,
        List<VaultQueryEvent> vaultQueries)
        implements Router {

    FixedRouter(Function<Duration, Decision> decision) {
        this(decision, new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
    }

    @Override
    public Answer decide(RebalanceQuery query, Optional<Caller> caller, Duration timeout) {
        callers.add(caller);
        return new Answer(
                decision.apply(timeout),
                Optional.of("default"),
                Optional.of("hold"),
                Optional.of(new Version("1.0.0")),
                Outcome.PASSED);
    }

    @Override
    public void reportRejection(RejectionEvent event) {
        rejections.add(event);
    }

    @Override
    public void reportVaultQuery(VaultQueryEvent event) {
        vaultQueries.add(event);
    }

    @Override
    public List<RouteStatus> routes() {
        return List.of();
    }

    @Override
    public List<String> problems() {
        return List.of();
    }
}
