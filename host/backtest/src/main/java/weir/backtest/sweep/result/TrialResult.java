package weir.backtest.sweep.result;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weir.backtest.stats.Estimate;
import weir.backtest.stats.Moments;
import weir.backtest.stats.StationaryBootstrap;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult.RoundScore;
import weir.backtest.walkforward.Folds.Fold;

/**
 * The result of a trial.
 *
 * @param trial the trial
 * @param rejectionReason why the strategy rejects the parameters, in one line; empty if it accepts them
 * @param stage the last stage that the trial played, from 0; above 0 only with successive halving
 * @param roundCounts numbers of rounds by the way they ended; with folds, of test rounds
 * @param score estimated mean score of a round; with folds, of a test round
 * @param gainOverHoldingPercent estimated mean gain of the same rounds over holding, in per cent of the value at the start of the round
 * @param moments moments of the scores
 * @param folds mean scores in each fold; {@link FoldScores#NONE} without folds
 */
public record TrialResult(
        Trial trial,
        String rejectionReason,
        int stage,
        RoundCounts roundCounts,
        Estimate score,
        Estimate gainOverHoldingPercent,
        Moments moments,
        FoldScores folds) {

    private static final StationaryBootstrap BOOTSTRAP =
            StationaryBootstrap.withAutomaticBlocks(StationaryBootstrap.DEFAULT_SEED);

    private static final int MAX_REASON_LENGTH = 300;

    public TrialResult {
        String line = rejectionReason.replaceAll("[\\s\\p{Cc}\\p{Cf}]+", " ").strip();
        rejectionReason = line.substring(0, Math.min(MAX_REASON_LENGTH, line.length()));
    }

    /**
     * Computes the result from the rounds.
     *
     * @param stage number of the stage
     * @param played all rounds of the stage, or the reason why the strategy rejects the parameters
     * @param folds folds of the rounds; empty if all rounds count for the score
     */
    public static TrialResult of(Trial trial, int stage, ChunkResult played, List<Fold> folds) {
        if (!played.rejectionReason().isEmpty()) {
            return new TrialResult(
                    trial,
                    played.rejectionReason(),
                    stage,
                    RoundCounts.allScored(0),
                    Estimate.NONE,
                    Estimate.NONE,
                    Moments.NONE,
                    FoldScores.NONE);
        }
        List<RoundScore> rounds = played.rounds();
        // Test rounds follow each other without gaps.
        List<RoundScore> counted = folds.isEmpty()
                ? rounds
                : rounds.subList(
                        folds.get(0).test().firstRound(),
                        folds.get(folds.size() - 1).test().end());
        double[] scores = counted.stream().mapToDouble(RoundScore::score).toArray();
        return new TrialResult(
                trial,
                "",
                stage,
                RoundCounts.of(counted),
                BOOTSTRAP.mean(scores),
                BOOTSTRAP.mean(counted.stream()
                        .mapToDouble(RoundScore::gainOverHoldingPercent)
                        .toArray()),
                Moments.of(scores),
                folds.isEmpty()
                        ? FoldScores.NONE
                        : FoldScores.of(
                                rounds.stream().mapToDouble(RoundScore::score).toArray(), folds));
    }

    /** Whether the strategy rejects the parameters, so that the trial has no result. */
    public boolean isRejected() {
        return !rejectionReason.isEmpty();
    }

    /**
     * Sorts results, the best first: trials of later stages before others, then by mean score, then by index. Within a stage, trials with
     * fewer scored rounds than others come after those, and trials without a score that results from a decision come last.
     */
    public static List<TrialResult> rank(List<TrialResult> results) {
        Map<Integer, Integer> maxScoredRounds = new HashMap<>();
        results.forEach(result -> maxScoredRounds.merge(result.stage, result.score.rounds(), Math::max));
        return results.stream()
                .sorted(Comparator.comparingInt((TrialResult result) -> -result.stage)
                        .thenComparingInt(result -> result.rankingTier(maxScoredRounds.get(result.stage)))
                        .thenComparingDouble(result -> -result.score.mean())
                        .thenComparingInt(result -> result.trial.index()))
                .toList();
    }

    /** The trials that played as many stages as the first one, which is the best. */
    static List<TrialResult> ofLastStage(List<TrialResult> ranked) {
        return ranked.stream()
                .filter(result -> result.stage == ranked.get(0).stage)
                .toList();
    }

    /** Whether at least one score results from a decision of the strategy. */
    public boolean hasScoreFromDecision() {
        return score.rounds() > 0 && !roundCounts.hasNoDecision();
    }

    private int rankingTier(int maxScoredRounds) {
        return !hasScoreFromDecision() ? 2 : score.rounds() < maxScoredRounds ? 1 : 0;
    }
}
