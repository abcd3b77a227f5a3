package weir.backtest.sweep;

/**
 * How the rounds of a trial ended. The mean score does not show it: a round without a rebalance, or from which the miner was excluded,
 * has score 0, which is better than many real rounds.
 *
 * @param scoredRounds number of rounds with a score
 * @param roundsWithoutRebalance of them, those without a rebalance
 * @param excludedRounds of them, those that the miner refused or was excluded from
 * @param roundsWithoutDecision of them, those without any decision of the strategy: out, or idle with replaced answers
 * @param failedRounds number of rounds without a score, because the validator's evaluation fails
 * @param fallbackCount number of answers that were replaced by the current positions
 */
public record EndingCounts(
        int scoredRounds,
        int roundsWithoutRebalance,
        int excludedRounds,
        int roundsWithoutDecision,
        int failedRounds,
        int fallbackCount) {

    /** Rounds that were all scored. */
    static EndingCounts allScored(int rounds) {
        return new EndingCounts(rounds, 0, 0, 0, 0, 0);
    }

    /** Whether no score results from a decision of the strategy. */
    boolean hasNoDecision() {
        return roundsWithoutDecision == scoredRounds;
    }

    String toLine() {
        return scoredRounds + " " + roundsWithoutRebalance + " " + excludedRounds + " " + roundsWithoutDecision + " "
                + failedRounds + " " + fallbackCount;
    }

    static EndingCounts parse(String[] fields, int from) {
        int[] counts = new int[6];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Integer.parseInt(fields[from + i]);
        }
        return new EndingCounts(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
    }
}
