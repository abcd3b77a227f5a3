package weir.backtest.sweep.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import weir.backtest.result.ResultNumbers;
import weir.backtest.stats.Estimate;
import weir.backtest.sweep.parameter.ParameterAxis;
import weir.backtest.sweep.parameter.ParameterSpace;

/** Warnings about the best trial of a sweep, for the user. */
public final class SweepWarnings {

    /** Score of a miner that never rebalances, in every scoring formula ({@code --target}). */
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
        if (!best.hasScoreFromDecision()) {
            return List.of(
                    score.rounds() == 0
                            ? "no trial has a score: no round of the period could be evaluated"
                            : "no trial has a score from a decision of the strategy: each was excluded from every round, or its answers were replaced");
        }
        addRoundWarnings(warnings, best.roundCounts());
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
                    "holding is worth more: the best trial's mean result against holding is %s (95 %%: %s to %s)",
                    ResultNumbers.formatPercent(best.gainOverHoldingPercent().mean()),
                    ResultNumbers.formatPercent(best.gainOverHoldingPercent().low()),
                    ResultNumbers.formatPercent(best.gainOverHoldingPercent().high()));
        }
        List<TrialResult> tiedForBest = TrialResult.ofLastStage(results).stream()
                .filter(result ->
                        result.hasScoreFromDecision() && result.score().mean() == score.mean())
                .toList();
        space.axes().forEach(axis -> addEdgeWarning(warnings, axis, tiedForBest));
        if (results.size() > 1) {
            addWarning(
                    warnings,
                    "the best of %d trials was selected by these rounds and will score worse on others: test it on another"
                            + " period",
                    results.size());
        }
        warnings.addAll(OverfittingCheck.warnings(results));
        return warnings;
    }

    private static void addRoundWarnings(List<String> warnings, RoundCounts counts) {
        if (counts.excludedRounds() > 0) {
            addWarning(
                    warnings,
                    "the best trial was excluded from %d of %d rounds, which score 0",
                    counts.excludedRounds(),
                    counts.scoredRounds());
        }
        if (counts.roundsWithoutRebalance() > 0) {
            addWarning(
                    warnings,
                    "the best trial did not rebalance in %d of %d rounds, which score 0",
                    counts.roundsWithoutRebalance(),
                    counts.scoredRounds());
        }
        if (counts.fallbackCount() > 0) {
            addWarning(
                    warnings,
                    "%d answers of the best trial failed and were replaced by the current positions; `weir backtest`"
                            + " with its parameters shows why",
                    counts.fallbackCount());
        }
        if (counts.failedRounds() > 0) {
            addWarning(
                    warnings,
                    "%d rounds of the best trial have no score, because the validator's evaluation fails",
                    counts.failedRounds());
        }
    }

    private static void addOtherTrialWarnings(List<String> warnings, List<TrialResult> results) {
        List<TrialResult> complete = TrialResult.ofLastStage(results);
        int maxScoredRounds = complete.stream()
                .mapToInt(result -> result.score().rounds())
                .max()
                .orElse(0);
        long incompleteTrials = complete.stream()
                .filter(result ->
                        result.hasScoreFromDecision() && result.score().rounds() < maxScoredRounds)
                .count();
        if (incompleteTrials > 0) {
            addWarning(
                    warnings,
                    "%d trials have a score for fewer rounds than %d and rank behind the others",
                    incompleteTrials,
                    maxScoredRounds);
        }
        long trialsWithoutScore = results.stream()
                .filter(result -> !result.isRejected() && !result.hasScoreFromDecision())
                .count();
        if (trialsWithoutScore > 0) {
            addWarning(
                    warnings,
                    "%d trials have no score that results from a decision of the strategy, and rank last",
                    trialsWithoutScore);
        }
        List<TrialResult> rejected =
                results.stream().filter(result -> result.isRejected()).toList();
        if (!rejected.isEmpty()) {
            addWarning(
                    warnings,
                    "%d trials could not run; the first, %s: %s",
                    rejected.size(),
                    rejected.get(0).trial().parameters(),
                    rejected.get(0).rejectionReason());
        }
    }

    /** Adds a warning if all best trials have their value at the same end of an axis. */
    private static void addEdgeWarning(List<String> warnings, ParameterAxis axis, List<TrialResult> bestResults) {
        String value = bestResults.get(0).trial().parameters().get(axis.name());
        String edge = axis.edgeAt(value);
        boolean haveSameEdge = bestResults.stream()
                .allMatch(result -> axis.edgeAt(result.trial().parameters().get(axis.name()))
                        .equals(edge));
        if (!edge.isEmpty() && haveSameEdge) {
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
