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
     * @param results all of them, by {@link TrialResult#ranked}; at least one
     */
    public static List<String> of(ParameterSpace space, List<TrialResult> results) {
        List<String> warnings = new ArrayList<>();
        TrialResult best = results.get(0);
        Estimate score = best.score();
        if (!best.ranks()) {
            return List.of(
                    score.rounds() == 0
                            ? "no trial has a score: no round of the period could be evaluated"
                            : "no trial has a score of its own: in every round each was thrown out, or its answers were replaced");
        }
        ends(warnings, best.ends());
        others(warnings, results);
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
                .filter(result -> result.ranks() && result.score().mean() == score.mean())
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

    private static void ends(List<String> warnings, RoundOutcomes ends) {
        if (ends.out() > 0) {
            add(warnings, "the best trial was out in %d of %d rounds, which score 0", ends.out(), ends.rounds());
        }
        if (ends.idle() > 0) {
            add(warnings, "the best trial did nothing in %d of %d rounds, which score 0", ends.idle(), ends.rounds());
        }
        if (ends.fallbacks() > 0) {
            add(
                    warnings,
                    "%d answers of the best trial failed and were replaced by the current positions; `weir backtest`"
                            + " with its parameters says why",
                    ends.fallbacks());
        }
        if (ends.failed() > 0) {
            add(
                    warnings,
                    "%d rounds of the best trial have no score, because the validator's evaluation fails",
                    ends.failed());
        }
    }

    private static void others(List<String> warnings, List<TrialResult> results) {
        int most = TrialResult.mostRounds(results);
        long fewer = results.stream()
                .filter(result -> result.ranks() && result.score().rounds() < most)
                .count();
        if (fewer > 0) {
            add(warnings, "%d trials have a score for fewer rounds than %d and rank behind the others", fewer, most);
        }
        long lost = results.stream()
                .filter(result -> result.played() && !result.ranks())
                .count();
        if (lost > 0) {
            add(warnings, "%d trials have no score of their own in any round and rank last", lost);
        }
        List<TrialResult> refused =
                results.stream().filter(result -> !result.played()).toList();
        if (!refused.isEmpty()) {
            add(
                    warnings,
                    "%d trials could not be played; the first, %s: %s",
                    refused.size(),
                    refused.get(0).trial().parameters(),
                    refused.get(0).refusal());
        }
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
