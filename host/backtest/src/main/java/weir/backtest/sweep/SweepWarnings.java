package weir.backtest.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a reader must know before taking a sweep's best trial for good. */
public final class SweepWarnings {

    /** Score of a miner that never rebalances, under every target: the validator's rule. */
    private static final double IDLE_SCORE = 0;

    private SweepWarnings() {}

    /**
     * For the results of a sweep.
     *
     * @param results all of them, by {@link TrialResult#BEST_FIRST}; at least one
     */
    public static List<String> of(ParameterSpace space, List<TrialResult> results) {
        List<String> warnings = new ArrayList<>();
        TrialResult best = results.get(0);
        Estimate score = best.score();
        if (score.rounds() == 0) {
            return List.of("no trial has a score: no round of the period could be evaluated");
        }
        if (score.mean() <= IDLE_SCORE) {
            add(warnings, "doing nothing wins: holding scores 0, the best trial %.6g", score.mean());
        } else if (score.low() <= IDLE_SCORE) {
            add(
                    warnings,
                    "the best trial is not surely better than doing nothing, which scores 0: its interval begins at %.6g",
                    score.low());
        }
        if (best.overHold().mean() <= 0) {
            add(
                    warnings,
                    "doing nothing wins in value: the best trial ends a round at %+.4f %% of holding (95 %%: %+.4f to %+.4f)",
                    best.overHold().mean(),
                    best.overHold().low(),
                    best.overHold().high());
        }
        List<TrialResult> equals = results.stream()
                .filter(result -> result.score().mean() == score.mean())
                .toList();
        space.axes().forEach(axis -> edge(warnings, axis, equals));
        if (results.size() > 1) {
            add(
                    warnings,
                    "the best of %d trials was chosen by these very rounds and will look worse on others: try it on a"
                            + " period of its own",
                    results.size());
        }
        return warnings;
    }

    /** Where the same score is had within the range too, nothing speaks for going beyond it. */
    private static void edge(List<String> warnings, ParameterAxis axis, List<TrialResult> best) {
        String value = best.get(0).trial().parameters().get(axis.name());
        String edge = axis.edge(value);
        boolean all = best.stream()
                .allMatch(result ->
                        axis.edge(result.trial().parameters().get(axis.name())).equals(edge));
        if (!edge.isEmpty() && all) {
            add(
                    warnings,
                    "the best trial sits on the edge: %s=%s is %s what was tried; widen %s",
                    axis.name(),
                    value,
                    axis.listed() ? "the " + edge + " of" : "among the " + edge + " of",
                    axis);
        }
    }

    private static void add(List<String> warnings, String pattern, Object... values) {
        warnings.add(String.format(Locale.ROOT, pattern, values));
    }
}
