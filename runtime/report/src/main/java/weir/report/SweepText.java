package weir.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.result.ResultNumbers;
import weir.backtest.stats.Estimate;
import weir.backtest.sweep.SweepPlan;
import weir.backtest.sweep.SweepResult;
import weir.backtest.sweep.TrialRunner;
import weir.backtest.sweep.parameter.ParameterAxis;
import weir.backtest.sweep.result.RoundCounts;
import weir.backtest.sweep.result.TrialResult;

/** A sweep as text for a terminal. */
public final class SweepText {

    private SweepText() {}

    /** @param top number of trials shown */
    public static String of(SweepResult sweep, int top) {
        StringBuilder text = new StringBuilder(heading(sweep)).append("\n\n");
        text.append(table(sweep, top).text());
        if (!sweep.references().isEmpty()) {
            text.append("\ncompare with\n").append(baselines(sweep).text());
        }
        text.append(
                "rounds: with a score; idle (no rebalance) and excluded: of them, with score 0; failed: without a score; replaced:"
                        + " answers that failed\n");
        text.append("\nnotes\n");
        int trials = sweep.plan().trials().size();
        if (sweep.results().size() < trials) {
            text.append(String.format(
                    Locale.ROOT,
                    "- this shard has %,d of the sweep's %,d trials, so its ranking and warnings are preliminary: `weir sweep"
                            + " merge` joins all shards%n",
                    sweep.results().size(),
                    trials));
        }
        sweep.warnings()
                .forEach(warning ->
                        text.append("- ").append(TextTable.plain(warning)).append('\n'));
        text.append(
                "- intervals are 95 % intervals of the mean by the stationary bootstrap, which keeps the similarity of"
                        + " neighbouring rounds\n"
                        + "- `weir backtest` with the parameters of the best trial compares it with the reference miners, paired"
                        + " by round\n");
        if (sweep.earlierResults() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "- %,d trials ran in an earlier sweep; to run them again, give --fresh%n",
                    sweep.earlierResults()));
        }
        return text.append("\nresults in ").append(sweep.logFile()).append('\n').toString();
    }

    private static String heading(SweepResult sweep) {
        SweepPlan plan = sweep.plan();
        BacktestPlan backtest = plan.backtest();
        return String.format(
                Locale.ROOT,
                "%s, %,d trials of %,d rounds over pool %s, blocks %s%nscore %s in model %s; against holding in model %s; the"
                        + " score of holding is 0%s%s",
                TextTable.plain(plan.strategy()),
                sweep.results().size(),
                backtest.roundCount(),
                backtest.pool().key(),
                backtest.blocks(),
                plan.target().name(),
                TrialRunner.rankingModel(backtest).label(),
                TrialRunner.gainModel(backtest).label(),
                plan.schedule()
                        .folds()
                        .map(folds -> String.format(
                                Locale.ROOT,
                                "%n%,d folds of %,d training rounds, a gap of %,d and %,d test rounds; ranked by test rounds only",
                                plan.folds().size(),
                                folds.trainRounds(),
                                folds.gapRounds(),
                                folds.testRounds()))
                        .orElse(""),
                plan.schedule()
                        .halving()
                        .map(halving -> plan.stages().stream()
                                .map(stage -> String.format(
                                        Locale.ROOT, "%,d trials of %,d rounds", stage.trials(), stage.rounds()))
                                .collect(Collectors.joining(", then ", "\nhalving: ", "")))
                        .orElse(""));
    }

    private static TextTable table(SweepResult sweep, int top) {
        List<String> heading = new ArrayList<>(List.of("rank"));
        sweep.plan().space().axes().stream().map(ParameterAxis::name).forEach(heading::add);
        heading.addAll(resultHeading(sweep));
        TextTable table = new TextTable(heading);
        for (int i = 0; i < Math.min(top, sweep.results().size()); i++) {
            TrialResult result = sweep.results().get(i);
            List<String> cells = new ArrayList<>(List.of(Integer.toString(i + 1)));
            cells.addAll(result.trial().parameters().values());
            cells.addAll(resultCells(sweep, result));
            table.row(cells);
        }
        return table;
    }

    /** Holding and the reference miners, with the columns of a trial. */
    private static TextTable baselines(SweepResult sweep) {
        List<String> heading = new ArrayList<>(List.of("strategy"));
        heading.addAll(resultHeading(sweep));
        TextTable table = new TextTable(heading);
        table.row(holdCells(sweep, heading.size()));
        sweep.references().forEach(reference -> {
            List<String> cells = new ArrayList<>(List.of(reference.strategy()));
            cells.addAll(resultCells(sweep, reference.result()));
            table.row(cells);
        });
        return table;
    }

    /** Holding has no position, so both of its results are 0 by definition. */
    private static List<String> holdCells(SweepResult sweep, int columns) {
        List<String> cells = new ArrayList<>(List.of("hold"));
        sweep.plan().schedule().folds().ifPresent(folds -> cells.add(formatScore(0)));
        cells.addAll(List.of(formatScore(0), "-", "-", "-", ResultNumbers.formatPercent(0)));
        while (cells.size() < columns) {
            cells.add("-");
        }
        return cells;
    }

    private static List<String> resultHeading(SweepResult sweep) {
        List<String> heading = new ArrayList<>();
        sweep.plan().schedule().folds().ifPresent(folds -> heading.add("train"));
        heading.addAll(List.of("score", "95 % from", "to", "rounds", "against holding", "95 % from", "to"));
        heading.addAll(List.of("idle", "excluded", "failed", "replaced"));
        return heading;
    }

    private static List<String> resultCells(SweepResult sweep, TrialResult result) {
        List<String> cells = new ArrayList<>();
        sweep.plan()
                .schedule()
                .folds()
                .ifPresent(folds -> cells.add(formatScore(result.folds().meanTrain())));
        Estimate score = result.score();
        cells.addAll(List.of(formatScore(score.mean()), formatScore(score.low()), formatScore(score.high())));
        cells.add(Integer.toString(score.rounds()));
        Estimate value = result.gainOverHoldingPercent();
        cells.addAll(List.of(
                ResultNumbers.formatPercent(value.mean()),
                ResultNumbers.formatPercent(value.low()),
                ResultNumbers.formatPercent(value.high())));
        RoundCounts counts = result.roundCounts();
        for (int count : new int[] {
            counts.roundsWithoutRebalance(), counts.excludedRounds(), counts.failedRounds(), counts.fallbackCount()
        }) {
            cells.add(!result.isRejected() ? Integer.toString(count) : "-");
        }
        return cells;
    }

    private static String formatScore(double value) {
        double size = Math.abs(value);
        return Double.isNaN(value)
                ? "-"
                : String.format(Locale.ROOT, size != 0 && (size < 1e-4 || size >= 1e6) ? "%.4e" : "%.6f", value);
    }
}
