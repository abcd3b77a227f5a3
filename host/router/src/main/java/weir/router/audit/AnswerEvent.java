package weir.router.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import weir.router.Answer;
import weir.router.Caller;
import weir.strategy.RebalanceQuery;

/**
 * A query that was answered. Immutable.
 *
 * @param time time of the answer
 * @param query query that was answered
 * @param caller validator that sent the query; empty if the axon has no hotkey and therefore does not authenticate requests
 * @param answer answer to the query
 * @param duration time between the query's arrival at the router and the answer
 */
public record AnswerEvent(
        Instant time, RebalanceQuery query, Optional<Caller> caller, Answer answer, Duration duration) {}
