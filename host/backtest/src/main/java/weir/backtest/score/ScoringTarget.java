package weir.backtest.score;

import org.osgi.annotation.versioning.ConsumerType;
import weir.backtest.EvaluationException;
import weir.backtest.Performance;

/**
 * Computes the score of a round from a performance. Implementations are stateless and thread-safe.
 */
@ConsumerType
public interface ScoringTarget {

    /** Unique name of the target, for commands and jobs. */
    String name();

    /** What the score measures, its unit and the source of its formula, in one sentence for users. */
    String description();

    /**
     * Computes the score. A greater score is better.
     *
     * @throws EvaluationException if the performance lacks values that the score needs
     */
    double score(Performance performance);
}
