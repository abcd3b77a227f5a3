package weir.backtest.sweep.result;

import java.util.List;
import weir.backtest.result.RoundSummary.Ending;
import weir.backtest.sweep.result.ChunkResult.RoundScore;

/**
 * Numbers of rounds of a trial by the way they ended. The mean score hides this: a round without a rebalance, or from which the miner
 * was excluded, has score 0, which is better than many real scores.
 *
 * @param scoredRounds number of rounds with a score
 * @param roundsWithoutRebalance number of scored rounds without a rebalance
 * @param excludedRounds number of scored rounds that the miner refused or was excluded from
 * @param roundsWithoutDecision number of scored rounds without a valid decision of the strategy: excluded, or without a
 *     rebalance and with replaced decisions
 * @param failedRounds number of rounds without a score, because the validator's evaluation fails
 * @param fallbackCount number of invalid or failed decisions, which the current positions replaced
 */
public record RoundCounts(
        int scoredRounds,
        int roundsWithoutRebalance,
        int excludedRounds,
        int roundsWithoutDecision,
        int failedRounds,
        int fallbackCount) {

    /** Counts the rounds. */
    static RoundCounts of(List<RoundScore> rounds) {
        int scored = 0;
        int idle = 0;
        int excluded = 0;
        int withoutDecision = 0;
        int failed = 0;
        int fallbacks = 0;
        for (RoundScore round : rounds) {
            boolean hadNoRebalance = round.ending() == Ending.IDLE;
            boolean wasExcluded = round.ending() == Ending.EXCLUDED;
            idle += hadNoRebalance ? 1 : 0;
            excluded += wasExcluded ? 1 : 0;
            withoutDecision += wasExcluded || hadNoRebalance && round.fallbackCount() > 0 ? 1 : 0;
            failed += round.ending() == Ending.FAILED ? 1 : 0;
            fallbacks += round.fallbackCount();
            scored += wasExcluded || hadNoRebalance || round.ending() == Ending.SCORED ? 1 : 0;
        }
        return new RoundCounts(scored, idle, excluded, withoutDecision, failed, fallbacks);
    }

    /** Counts of rounds that all ended with a rebalance and a score. */
    static RoundCounts allScored(int rounds) {
        return new RoundCounts(rounds, 0, 0, 0, 0, 0);
    }

    /** Whether no score results from a decision of the strategy. */
    boolean hasNoDecision() {
        return roundsWithoutDecision == scoredRounds;
    }
}
