package weir.backtest.sweep;

import java.util.Comparator;

/**
 * What a trial came to.
 *
 * @param trial what was tried
 * @param score score of a round
 * @param overHold a round's result against holding, in per cent of the value at its start
 */
public record TrialResult(Trial trial, Estimate score, Estimate overHold) {

    /** The best first: by mean score; those without one last; equal ones in the order of the trials. */
    public static final Comparator<TrialResult> BEST_FIRST = Comparator.comparingDouble((TrialResult result) ->
                    Double.isNaN(result.score.mean()) ? Double.POSITIVE_INFINITY : -result.score.mean())
            .thenComparingInt(result -> result.trial.index());

    /**
     * Of the figures of every round that was evaluated.
     *
     * @param scores one for each round
     * @param overHold likewise
     */
    public static TrialResult of(Trial trial, double[] scores, double[] overHold) {
        return new TrialResult(trial, Estimate.of(scores), Estimate.of(overHold));
    }
}
