package weir.backtest.sweep.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import weir.backtest.stats.DeflatedScore;
import weir.backtest.stats.Estimate;

/**
 * Checks whether the best trial of a sweep may be good by chance only: by the number of trials ({@link DeflatedScore}) and, with folds, by
 * a comparison of training and test rounds. The second one counts the folds in which the best trial of the training rounds is below the
 * median in the test rounds, as Bailey, Borwein, López de Prado and Zhu do ("The Probability of Backtest Overfitting", Journal of
 * Computational Finance 20 (4), 2017), but in walk-forward folds, so that tests always come after trainings.
 */
final class OverfittingCheck {

    /** Standard errors from the mean to an end of a 95 % interval. */
    private static final double INTERVAL_ERRORS = 1.96;

    private static final double SUFFICIENT_PROBABILITY = 0.95;

    private OverfittingCheck() {}

    /**
     * Returns warnings, one sentence each.
     *
     * @param ranked results of all trials, the best first
     */
    static List<String> warnings(List<TrialResult> ranked) {
        List<TrialResult> scored =
                ranked.stream().filter(TrialResult::hasScoreFromDecision).toList();
        List<String> warnings = new ArrayList<>();
        if (scored.size() < 2) {
            return warnings;
        }
        TrialResult best = scored.get(0);
        double probability = deflatedProbability(best, scored);
        if (probability < SUFFICIENT_PROBABILITY) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the best trial may be chance: deflated by %d trials, it is better than doing nothing with a probability"
                            + " of %.1f %% (deflated Sharpe ratio; at least 95 %% are needed)",
                    scored.size(),
                    100 * probability));
        }
        if (!best.folds().test().isEmpty()) {
            addFoldWarnings(warnings, best, TrialResult.ofLastStage(scored));
        }
        return warnings;
    }

    /** The deflated probability of the best trial; NaN if its mean is not positive, or its scores have no spread. */
    static double deflatedProbability(TrialResult best, List<TrialResult> scored) {
        Estimate score = best.score();
        double error = (score.high() - score.low()) / (2 * INTERVAL_ERRORS);
        if (score.mean() <= 0 || !(error > 0)) {
            return Double.NaN;
        }
        double deviation = best.moments().standardDeviation();
        // Neighbouring rounds are similar, so they count as fewer independent ones.
        double rounds = Math.max(2, Math.min(score.rounds(), Math.pow(deviation / error, 2)));
        double[] ratios = scored.stream()
                .filter(result -> result.moments().standardDeviation() > 0)
                .mapToDouble(OverfittingCheck::ratio)
                .toArray();
        double mean = Arrays.stream(ratios).average().orElse(0);
        double variance = Arrays.stream(ratios)
                .map(ratio -> (ratio - mean) * (ratio - mean))
                .average()
                .orElse(0);
        double expected = DeflatedScore.expectedBestRatio(variance, scored.size());
        return DeflatedScore.probability(ratio(best), expected, best.moments(), rounds);
    }

    private static double ratio(TrialResult result) {
        return result.score().mean() / result.moments().standardDeviation();
    }

    private static void addFoldWarnings(List<String> warnings, TrialResult best, List<TrialResult> trials) {
        int folds = best.folds().test().size();
        double testOfChosen = 0;
        int belowMedian = 0;
        for (int i = 0; i < folds; i++) {
            int fold = i;
            double chosen = trials.stream()
                    .filter(trial -> Double.isFinite(trial.folds().train().get(fold)))
                    .max(Comparator.comparingDouble(
                                    (TrialResult trial) -> trial.folds().train().get(fold))
                            .thenComparingInt(trial -> -trial.trial().index()))
                    .map(trial -> trial.folds().test().get(fold))
                    .orElse(Double.NaN);
            double[] tests = trials.stream()
                    .mapToDouble(trial -> trial.folds().test().get(fold))
                    .filter(Double::isFinite)
                    .sorted()
                    .toArray();
            testOfChosen += chosen / folds;
            belowMedian +=
                    tests.length > 0 && chosen < (tests[(tests.length - 1) / 2] + tests[tests.length / 2]) / 2 ? 1 : 0;
        }
        warnings.add(String.format(
                Locale.ROOT,
                "%sthe best trial scores %.6g in training rounds and %.6g in test rounds; choosing the best trial of each"
                        + " training part scores %.6g in the test parts, and is below the median in %d of %d folds",
                belowMedian * 2 >= folds ? "OVERFITTED: " : "",
                best.folds().meanTrain(),
                best.score().mean(),
                testOfChosen,
                belowMedian,
                folds));
    }
}
