package weir.backtest.sweep;

import java.util.Comparator;
import java.util.List;

/**
 * The result of a trial.
 *
 * @param trial the trial
 * @param rejectionReason why the strategy rejects the parameters, in one line; empty if it accepts them
 * @param endingCounts numbers of rounds by ending
 * @param score estimated mean score of a round
 * @param gainOverHoldingPercent estimated mean gain of a round over holding, in per cent of the value at the start of the round
 */
public record TrialResult(
        Trial trial,
        String rejectionReason,
        EndingCounts endingCounts,
        Estimate score,
        Estimate gainOverHoldingPercent) {

    private static final int MAX_REASON_LENGTH = 300;

    public TrialResult {
        String line = rejectionReason.replaceAll("[\\s\\p{Cc}\\p{Cf}]+", " ").strip();
        rejectionReason = line.substring(0, Math.min(MAX_REASON_LENGTH, line.length()));
    }

    /**
     * Computes the result from the evaluated rounds.
     *
     * @param scores one score per round
     * @param overHold one gain per round
     */
    public static TrialResult of(Trial trial, EndingCounts ends, double[] scores, double[] overHold) {
        return new TrialResult(trial, "", ends, Estimate.of(scores), Estimate.of(overHold));
    }

    /** The result of a trial whose parameters the strategy rejects. */
    public static TrialResult ofRejected(Trial trial, String reason) {
        double[] none = {};
        return new TrialResult(trial, reason, EndingCounts.allScored(0), Estimate.of(none), Estimate.of(none));
    }

    /** Whether the trial was played. */
    public boolean isPlayed() {
        return rejectionReason.isEmpty();
    }

    /**
     * Sorts results, the best first, by mean score, then by index. Trials with fewer scored rounds than others come after those; trials
     * without a score of their own come last.
     */
    public static List<TrialResult> rank(List<TrialResult> results) {
        int most = maxScoredRounds(results);
        return results.stream()
                .sorted(Comparator.comparingInt((TrialResult result) -> result.rankingTier(most))
                        .thenComparingDouble(result -> -result.score.mean())
                        .thenComparingInt(result -> result.trial.index()))
                .toList();
    }

    /** Largest number of scored rounds of a trial. */
    static int maxScoredRounds(List<TrialResult> results) {
        return results.stream().mapToInt(result -> result.score.rounds()).max().orElse(0);
    }

    /** Whether at least one score results from a decision of the strategy. */
    public boolean hasOwnScore() {
        return score.rounds() > 0 && !endingCounts.hasNoDecision();
    }

    private int rankingTier(int most) {
        return !hasOwnScore() ? 2 : score.rounds() < most ? 1 : 0;
    }
}
