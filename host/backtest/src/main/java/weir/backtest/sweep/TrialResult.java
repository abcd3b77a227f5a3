package weir.backtest.sweep;

import java.util.Comparator;
import java.util.List;

/**
 * What a trial came to.
 *
 * @param trial what was tried
 * @param refusal why it could not be played at all, one line; empty if it was played
 * @param ends how its rounds ended
 * @param score score of a round
 * @param overHold a round's result against holding, in per cent of the value at its start
 */
public record TrialResult(Trial trial, String refusal, RoundOutcomes ends, Estimate score, Estimate overHold) {

    private static final int REFUSAL_LENGTH = 300;

    public TrialResult {
        String line = refusal.replaceAll("[\\s\\p{Cc}\\p{Cf}]+", " ").strip();
        refusal = line.substring(0, Math.min(REFUSAL_LENGTH, line.length()));
    }

    /**
     * Of the figures of every round that was evaluated.
     *
     * @param scores one for each round
     * @param overHold likewise
     */
    public static TrialResult of(Trial trial, RoundOutcomes ends, double[] scores, double[] overHold) {
        return new TrialResult(trial, "", ends, Estimate.of(scores), Estimate.of(overHold));
    }

    /** Of a trial whose parameters the strategy does not take. */
    public static TrialResult refused(Trial trial, String why) {
        double[] none = {};
        return new TrialResult(trial, why, RoundOutcomes.good(0), Estimate.of(none), Estimate.of(none));
    }

    /** Whether it was played. */
    public boolean played() {
        return refusal.isEmpty();
    }

    /**
     * The best first: by mean score, equal ones in the order of the trials. Behind all others come those with a score for fewer
     * rounds than the most, which were compared over other rounds; behind them those without a score of their own.
     */
    public static List<TrialResult> ranked(List<TrialResult> results) {
        int most = mostRounds(results);
        return results.stream()
                .sorted(Comparator.comparingInt((TrialResult result) -> result.tier(most))
                        .thenComparingDouble(result -> -result.score.mean())
                        .thenComparingInt(result -> result.trial.index()))
                .toList();
    }

    /** Rounds with a score in the trial that has the most of them. */
    static int mostRounds(List<TrialResult> results) {
        return results.stream().mapToInt(result -> result.score.rounds()).max().orElse(0);
    }

    /** Whether it has a score of its own at all. */
    public boolean ranks() {
        return score.rounds() > 0 && !ends.allLost();
    }

    private int tier(int most) {
        return !ranks() ? 2 : score.rounds() < most ? 1 : 0;
    }
}
