package weir.backtest.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Warnings about the best trial of a sweep, for the user. */
public final class SweepWarnings {

    /** Score of a miner that never rebalances; the validator defines it for every target. */
    private static final double SCORE_WITHOUT_REBALANCE = 0;

    private SweepWarnings() {}

    /**
     * Returns the warnings, one sentence each.
     *
     * @param results all results, ranked by {@link TrialResult#rank}; at least one
     */
    public static List<String> of(ParameterSpace space, List<TrialResult> results) {
        List<String> warnings = new ArrayList<>();
        TrialResult best = results.get(0);
        Estimate score = best.score();
        if (!best.hasOwnScore()) {
            return List.of(
                    score.rounds() == 0
                            ? "no trial has a score: no round of the period could be evaluated"
                            : "no trial has a score of its own: each was excluded from every round, or its answers were replaced");
        }
        addEndingWarnings(warnings, best.endingCounts());
        addOtherTrialWarnings(warnings, results);
        if (score.mean() <= SCORE_WITHOUT_REBALANCE) {
            addWarning(warnings, "doing nothing scores better: 0 against %.6g of the best trial", score.mean());
        } else if (score.low() <= SCORE_WITHOUT_REBALANCE) {
            addWarning(
                    warnings,
                    "the best trial may not be better than doing nothing, which scores 0: its interval starts at %.6g",
                    score.low());
        }
        if (best.gainOverHoldingPercent().mean() <= 0) {
            addWarning(
                    warnings,
                    "holding is worth more: the best trial's mean result against holding is %+.4f %% (95 %%: %+.4f to %+.4f)",
                    best.gainOverHoldingPercent().mean(),
                    best.gainOverHoldingPercent().low(),
                    best.gainOverHoldingPercent().high());
        }
        List<TrialResult> equals = results.stream()
                .filter(result -> result.hasOwnScore() && result.score().mean() == score.mean())
                .toList();
        space.axes().forEach(axis -> addEdgeWarning(warnings, axis, equals));
        if (results.size() > 1) {
            addWarning(
                    warnings,
                    "the best of %d trials was selected by these rounds and will score worse on others: test it on another"
                            + " period",
                    results.size());
        }
        return warnings;
    }

    private static void addEndingWarnings(List<String> warnings, EndingCounts ends) {
        if (ends.excludedRounds() > 0) {
            addWarning(
                    warnings,
                    "the best trial was excluded from %d of %d rounds, which score 0",
                    ends.excludedRounds(),
                    ends.scoredRounds());
        }
        if (ends.roundsWithoutRebalance() > 0) {
            addWarning(
                    warnings,
                    "the best trial did not rebalance in %d of %d rounds, which score 0",
                    ends.roundsWithoutRebalance(),
                    ends.scoredRounds());
        }
        if (ends.fallbackCount() > 0) {
            addWarning(
                    warnings,
                    "%d answers of the best trial failed and were replaced by the current positions; `weir backtest`"
                            + " with its parameters shows why",
                    ends.fallbackCount());
        }
        if (ends.failedRounds() > 0) {
            addWarning(
                    warnings,
                    "%d rounds of the best trial have no score, because the validator's evaluation fails",
                    ends.failedRounds());
        }
    }

    private static void addOtherTrialWarnings(List<String> warnings, List<TrialResult> results) {
        int most = TrialResult.maxScoredRounds(results);
        long fewer = results.stream()
                .filter(result -> result.hasOwnScore() && result.score().rounds() < most)
                .count();
        if (fewer > 0) {
            addWarning(
                    warnings,
                    "%d trials have a score for fewer rounds than %d and rank behind the others",
                    fewer,
                    most);
        }
        long lost = results.stream()
                .filter(result -> result.isPlayed() && !result.hasOwnScore())
                .count();
        if (lost > 0) {
            addWarning(warnings, "%d trials have no score of their own in any round and rank last", lost);
        }
        List<TrialResult> refused =
                results.stream().filter(result -> !result.isPlayed()).toList();
        if (!refused.isEmpty()) {
            addWarning(
                    warnings,
                    "%d trials could not be played; the first, %s: %s",
                    refused.size(),
                    refused.get(0).trial().parameters(),
                    refused.get(0).rejectionReason());
        }
    }

    /** Adds a warning if all best trials have their value at the same end of an axis. */
    private static void addEdgeWarning(List<String> warnings, ParameterAxis axis, List<TrialResult> best) {
        String value = best.get(0).trial().parameters().get(axis.name());
        String edge = axis.edgeAt(value);
        boolean all = best.stream()
                .allMatch(result -> axis.edgeAt(result.trial().parameters().get(axis.name()))
                        .equals(edge));
        if (!edge.isEmpty() && all) {
            addWarning(
                    warnings,
                    "the best trial is at an edge: %s=%s is %s the tried values; widen %s",
                    axis.name(),
                    value,
                    axis.isListed() ? "the " + edge + " of" : "among the " + edge + " of",
                    axis);
        }
    }

    private static void addWarning(List<String> warnings, String pattern, Object... values) {
        warnings.add(String.format(Locale.ROOT, pattern, values));
    }
}
