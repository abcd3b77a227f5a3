package weir.backtest.score;

import org.osgi.annotation.versioning.ConsumerType;
import weir.backtest.EvaluationException;
import weir.backtest.Performance;

/**
 * What a round's score rewards: a service, chosen by {@link #name()}. A validator's job names its target; further targets
 * come as further services. Implementations are stateless and thread-safe.
 */
@ConsumerType
public interface ScoringTarget {

    /** The name that commands and jobs choose by, unique among the targets. */
    String name();

    /** What the score rewards, its unit and where its formula comes from; one sentence for a person who compares scores. */
    String description();

    /**
     * The score; the greater the better.
     *
     * @throws EvaluationException if the performance does not tell what the score needs
     */
    double score(Performance performance);
}
