package weir.axon.internal.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.framework.Version;
import weir.router.Answer;
import weir.router.Caller;
import weir.router.Outcome;
import weir.router.RouteStatus;
import weir.router.Router;
import weir.router.audit.RejectionEvent;
import weir.strategy.Decision;
import weir.strategy.RebalanceQuery;

/** A router without routes that answers as {@code hold} 1.0.0. The function returns the decision for a query's timeout. */
record FixedRouter(Function<Duration, Decision> decision) implements Router {

    @Override
    public Answer decide(RebalanceQuery query, Optional<Caller> caller, Duration timeout) {
        return new Answer(
                decision.apply(timeout),
                Optional.of("default"),
                Optional.of("hold"),
                Optional.of(new Version("1.0.0")),
                Outcome.PASSED);
    }

    @Override
    public void reportRejection(RejectionEvent event) {}

    @Override
    public List<RouteStatus> routes() {
        return List.of();
    }

    @Override
    public List<String> problems() {
        return List.of();
    }
}
