package weir.router;

import java.time.Duration;
import org.osgi.annotation.versioning.ConsumerType;
import weir.strategy.RebalanceQuery;

/**
 * Is told of every answer: a service, none or several. Called on the query's thread before the answer is sent, so an
 * implementation must hand its work to another thread and return at once. An exception is logged and otherwise ignored.
 */
@ConsumerType
public interface AnswerListener {

    /**
     * An answer is about to be sent.
     *
     * @param query the query
     * @param answer the guarded answer
     * @param took from the query's arrival at the router to the answer
     */
    void answered(RebalanceQuery query, Answer answer, Duration took);
}
