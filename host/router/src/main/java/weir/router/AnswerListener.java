package weir.router;

import java.time.Duration;
import org.osgi.annotation.versioning.ConsumerType;
import weir.strategy.RebalanceQuery;

/**
 * A service that the router calls for each answer. The call is on the query's thread before the answer is sent, so an
 * implementation must return at once and do its work on another thread. The router logs an exception and ignores it.
 */
@ConsumerType
public interface AnswerListener {

    /**
     * Called before an answer is sent.
     *
     * @param query query that was answered
     * @param answer answer to the query
     * @param duration time between the query's arrival at the router and the answer
     */
    void onAnswer(RebalanceQuery query, Answer answer, Duration duration);
}
