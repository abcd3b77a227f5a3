package weir.backtest.sweep;

/**
 * How the rounds of a trial ended. A mean score alone does not tell: for a round without a rebalance and for one that the miner
 * was thrown out of the validator gives 0, which is more than many a real round has.
 *
 * @param rounds rounds with a score
 * @param idle of them, those without a rebalance
 * @param out of them, those that the miner was thrown out of or refused
 * @param lost of them, those that nothing of the strategy's own is in: out, or idle with answers that were replaced
 * @param failed rounds without a score, because the validator's evaluation fails
 * @param fallbacks answers that the guard or a failure replaced by the current positions
 */
public record RoundOutcomes(int rounds, int idle, int out, int lost, int failed, int fallbacks) {

    /** Of rounds that all were played and scored. */
    static RoundOutcomes good(int rounds) {
        return new RoundOutcomes(rounds, 0, 0, 0, 0, 0);
    }

    /** Whether no round's score is the strategy's own. */
    boolean allLost() {
        return lost == rounds;
    }

    String words() {
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
