package weir.backtest.sweep;

/**
 * How the rounds of a trial ended. The mean score does not show it: a round without a rebalance, or from which the miner was excluded,
 * has score 0, which is better than many real rounds.
 *
 * @param rounds number of rounds with a score
 * @param idle of them, those without a rebalance
 * @param out of them, those that the miner refused or was excluded from
 * @param lost of them, those without any decision of the strategy: out, or idle with replaced answers
 * @param failed number of rounds without a score, because the validator's evaluation fails
 * @param fallbacks number of answers that were replaced by the current positions
 */
public record RoundOutcomes(int rounds, int idle, int out, int lost, int failed, int fallbacks) {

    /** Rounds that were all scored. */
    static RoundOutcomes good(int rounds) {
        return new RoundOutcomes(rounds, 0, 0, 0, 0, 0);
    }

    /** Whether no score results from a decision of the strategy. */
    boolean allLost() {
        return lost == rounds;
    }

    String toLine() {
        return rounds + " " + idle + " " + out + " " + lost + " " + failed + " " + fallbacks;
    }

    static RoundOutcomes read(String[] fields, int from) {
        int[] counts = new int[6];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Integer.parseInt(fields[from + i]);
        }
        return new RoundOutcomes(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
    }
}
