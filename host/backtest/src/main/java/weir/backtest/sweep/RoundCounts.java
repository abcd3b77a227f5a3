package weir.backtest.sweep;

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

    /** Counts of rounds that all ended with a rebalance and a score. */
    static RoundCounts allScored(int rounds) {
        return new RoundCounts(rounds, 0, 0, 0, 0, 0);
    }

    /** Whether no score results from a decision of the strategy. */
    boolean hasNoDecision() {
        return roundsWithoutDecision == scoredRounds;
    }
}
