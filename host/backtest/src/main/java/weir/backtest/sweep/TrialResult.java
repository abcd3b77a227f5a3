package weir.backtest.sweep;

import java.util.Comparator;
import java.util.List;
import weir.backtest.stats.Estimate;
import weir.backtest.stats.StationaryBootstrap;

/**
 * The result of a trial.
 *
 * @param trial the trial
 * @param rejectionReason why the strategy rejects the parameters, in one line; empty if it accepts them
 * @param roundCounts numbers of rounds by the way they ended
 * @param score estimated mean score of a round
 * @param gainOverHoldingPercent estimated mean gain of a round over holding, in per cent of the value at the start of the round
 */
public record TrialResult(
        Trial trial, String rejectionReason, RoundCounts roundCounts, Estimate score, Estimate gainOverHoldingPercent) {

    private static final StationaryBootstrap BOOTSTRAP =
            StationaryBootstrap.withAutomaticBlocks(StationaryBootstrap.DEFAULT_SEED);

    private static final int MAX_REASON_LENGTH = 300;

    public TrialResult {
        String line = rejectionReason.replaceAll("[\\s\\p{Cc}\\p{Cf}]+", " ").strip();
        rejectionReason = line.substring(0, Math.min(MAX_REASON_LENGTH, line.length()));
    }

    /**
     * Computes the result from the evaluated rounds.
     *
     * @param scores one score per round
     * @param gainsOverHoldingPercent one gain per round, in per cent
     */
    public static TrialResult of(Trial trial, RoundCounts counts, double[] scores, double[] gainsOverHoldingPercent) {
        return new TrialResult(trial, "", counts, BOOTSTRAP.mean(scores), BOOTSTRAP.mean(gainsOverHoldingPercent));
    }

    /** The result of a trial whose parameters the strategy rejects. */
    public static TrialResult ofRejected(Trial trial, String reason) {
        return new TrialResult(trial, reason, RoundCounts.allScored(0), Estimate.NONE, Estimate.NONE);
    }

    /** Whether the strategy rejects the parameters, so that the trial has no result. */
    public boolean isRejected() {
        return !rejectionReason.isEmpty();
    }

    /**
     * Sorts results, the best first, by mean score, then by index. Trials with fewer scored rounds than others come after those; trials
     * without a score that results from a decision come last.
     */
    public static List<TrialResult> rank(List<TrialResult> results) {
        int maxScoredRounds = maxScoredRounds(results);
        return results.stream()
                .sorted(Comparator.comparingInt((TrialResult result) -> result.rankingTier(maxScoredRounds))
                        .thenComparingDouble(result -> -result.score.mean())
                        .thenComparingInt(result -> result.trial.index()))
                .toList();
    }

    /** Largest number of scored rounds of a trial. */
    static int maxScoredRounds(List<TrialResult> results) {
        return results.stream().mapToInt(result -> result.score.rounds()).max().orElse(0);
    }

    /** Whether at least one score results from a decision of the strategy. */
    public boolean hasScoreFromDecision() {
        return score.rounds() > 0 && !roundCounts.hasNoDecision();
    }

    private int rankingTier(int maxScoredRounds) {
        return !hasScoreFromDecision() ? 2 : score.rounds() < maxScoredRounds ? 1 : 0;
    }
}
