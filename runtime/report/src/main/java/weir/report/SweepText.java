package weir.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.sweep.EndingCounts;
import weir.backtest.sweep.Estimate;
import weir.backtest.sweep.ParameterAxis;
import weir.backtest.sweep.SweepPlan;
import weir.backtest.sweep.SweepResult;
import weir.backtest.sweep.TrialPlayer;
import weir.backtest.sweep.TrialResult;

/** A sweep as text for a terminal. */
public final class SweepText {

    private SweepText() {}

    /** @param top number of trials shown */
    public static String of(SweepResult outcome, int top) {
        StringBuilder text = new StringBuilder(heading(outcome)).append("\n\n");
        text.append(table(outcome, top).text());
        text.append(
                "rounds: with a score; idle (no rebalance) and out: of them, with score 0; failed: without a score; replaced:"
                        + " answers that failed\n");
        text.append("\nnotes\n");
        outcome.warnings()
                .forEach(warning ->
                        text.append("- ").append(TextTable.plain(warning)).append('\n'));
        text.append(
                "- intervals are 95 % bootstrap intervals of the mean; neighbouring rounds are similar, so the true intervals"
                        + " are wider\n");
        if (outcome.earlierResults() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "- %,d trials were played by an earlier run; to play them again, give --fresh%n",
                    outcome.earlierResults()));
        }
        return text.append("\nresults in ")
                .append(outcome.logFile())
                .append('\n')
                .toString();
    }

    private static String heading(SweepResult outcome) {
        SweepPlan plan = outcome.plan();
        BacktestPlan run = plan.backtest();
        return String.format(
                Locale.ROOT,
                "%s, %,d trials of %,d rounds over pool %s, blocks %s%nscore %s in model %s; against holding in model %s; the"
                        + " score of holding is 0",
                TextTable.plain(plan.strategy()),
                outcome.results().size(),
                run.roundCount(),
                run.pool().key(),
                run.blocks(),
                plan.target().name(),
                TrialPlayer.rankingModel(run).label(),
                TrialPlayer.valuingModel(run).label());
    }

    private static TextTable table(SweepResult outcome, int top) {
        List<String> heading = new ArrayList<>(List.of("rank"));
        outcome.plan().space().axes().stream().map(ParameterAxis::name).forEach(heading::add);
        heading.addAll(List.of("score", "95 % from", "to", "rounds", "against holding", "95 % from", "to"));
        heading.addAll(List.of("idle", "out", "failed", "replaced"));
        TextTable table = new TextTable(heading.toArray(String[]::new));
        for (int i = 0; i < Math.min(top, outcome.results().size()); i++) {
            TrialResult result = outcome.results().get(i);
            List<String> cells = new ArrayList<>(List.of(Integer.toString(i + 1)));
            cells.addAll(result.trial().parameters().values());
            Estimate score = result.score();
            Estimate value = result.gainOverHoldingPercent();
            cells.addAll(List.of(number(score.mean()), number(score.low()), number(score.high())));
            cells.add(Integer.toString(score.rounds()));
            cells.addAll(List.of(percent(value.mean()), percent(value.low()), percent(value.high())));
            EndingCounts ends = result.endingCounts();
            for (int count : new int[] {
                ends.roundsWithoutRebalance(), ends.excludedRounds(), ends.failedRounds(), ends.fallbackCount()
            }) {
                cells.add(result.isPlayed() ? Integer.toString(count) : "-");
            }
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }

    private static String number(double value) {
        double size = Math.abs(value);
        return Double.isNaN(value)
                ? "-"
                : String.format(Locale.ROOT, size != 0 && (size < 1e-4 || size >= 1e6) ? "%.4e" : "%.6f", value);
    }

    private static String percent(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%+.4f %%", value);
    }
}
