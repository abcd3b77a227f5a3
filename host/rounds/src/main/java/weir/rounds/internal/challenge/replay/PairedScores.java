package weir.rounds.internal.challenge.replay;

import java.util.Optional;
import weir.history.PoolKey;
import weir.rounds.PlayedRound;
import weir.strategy.RebalanceStrategy;

/** Scores of two strategies on the same blocks. For one thread at a time, because the strategies may keep state. */
public interface PairedScores {

    /** Two strategies that are compared. */
    record Pair(RebalanceStrategy champion, RebalanceStrategy challenger) {}

    /**
     * The result of the comparison on stored history.
     *
     * @param bound lower end of the 95 % bootstrap interval of the mean difference
     * @param limit limit to which differences of played rounds are cut
     * @param rounds number of compared rounds
     */
    record HistoryResult(double bound, double limit, int rounds) {}

    /**
     * Returns the score of the challenger minus that of the champion in a played round; empty if the round has no scores.
     *
     * @throws weir.history.HistoryException if the history is damaged
     */
    Optional<Double> difference(PlayedRound round, Pair pair);

    /**
     * Compares the strategies in the newest rounds of a pool's history.
     *
     * @param margin margin of the challenge, below the limit
     * @return empty if the history has too few rounds
     * @throws weir.history.HistoryException if the history is damaged
     */
    Optional<HistoryResult> onHistory(PoolKey pool, Pair pair, double margin);
}
