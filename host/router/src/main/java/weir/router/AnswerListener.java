package weir.router;

import java.time.Duration;
import org.osgi.annotation.versioning.ConsumerType;
import weir.strategy.RebalanceQuery;

/**
 * Hears of every answer: a service, none or several. Called on the query's own thread before the answer leaves, so it must hand
 * its work to another thread and return at once; an exception is logged and otherwise ignored.
 */
@ConsumerType
public interface AnswerListener {

    /**
     * An answer is about to leave.
     *
     * @param query what was asked
     * @param answer what is answered, guarded
     * @param took from the query's arrival at the router to the answer
     */
    void answered(RebalanceQuery query, Answer answer, Duration took);
}
