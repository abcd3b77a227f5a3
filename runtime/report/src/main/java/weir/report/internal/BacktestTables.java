package weir.report.internal;

import java.util.ArrayList;
import java.util.List;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.BacktestResult;
import weir.backtest.experiment.BacktestStatistics.Estimates;
import weir.backtest.experiment.BacktestStatistics.Measure;
import weir.backtest.result.Model;
import weir.backtest.result.ResultNumbers;
import weir.backtest.result.RoundEvaluation;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.StrategyResult;
import weir.backtest.stats.Estimate;
import weir.history.pool.PoolMetadata;
import weir.report.TextTable;

/** The tables of a backtest, for text and report. */
public final class BacktestTables {

    private final BacktestResult result;
    private final BacktestPlan plan;
    private final PoolMetadata pool;

    public BacktestTables(BacktestResult result) {
        this.result = result;
        this.plan = result.plan();
        this.pool = plan.pool();
    }

    /**
     * A row for each round, with the score by the first target in each model.
     *
     * @param roundsAtEachEnd number of rounds at either end
     */
    public TextTable rounds(int roundsAtEachEnd) {
        List<String> heading =
                new ArrayList<>(List.of("round", "first block", "swaps", "ended", "rebalances", "ranges hit"));
        for (Model model : models()) {
            String prefix = model == models().get(0) ? "" : model.label() + " ";
            heading.addAll(
                    List.of(prefix + "score", prefix + "fees " + pool.token1().symbol(), prefix + "against holding"));
        }
        TextTable table = new TextTable(heading);
        List<RoundSummary> rounds = result.primaryStrategy().rounds();
        for (int i = 0; i < rounds.size(); i++) {
            if (i < roundsAtEachEnd || i >= rounds.size() - roundsAtEachEnd) {
                table.row(row(i + 1, rounds.get(i)));
            }
        }
        return table;
    }

    private List<String> row(int number, RoundSummary round) {
        List<String> cells = new ArrayList<>(List.of(
                Integer.toString(number),
                Long.toString(round.startBlock()),
                Integer.toString(round.swapCount()),
                round.ending().label(),
                Integer.toString(round.rebalances().size()),
                models().stream()
                        .map(round.evaluations()::get)
                        .filter(evaluation -> evaluation != null)
                        .findFirst()
                        .map(evaluation -> ResultNumbers.formatMeanCount(evaluation.meanPositionsInRange()))
                        .orElse("-")));
        for (Model model : models()) {
            RoundEvaluation evaluation = round.evaluations().get(model);
            cells.addAll(
                    evaluation == null
                            ? List.of("-", "-", "-")
                            : List.of(
                                    ResultNumbers.formatScore(
                                            evaluation.scores().get(0)),
                                    ResultNumbers.formatAmount(evaluation.feeValue()),
                                    ResultNumbers.formatPercent(evaluation.gainOverHoldingPercent())));
        }
        return cells;
    }

    private List<Model> models() {
        return result.mainModels();
    }

    /** Means over the rounds with 95 % intervals by strategy. */
    public TextTable means() {
        return estimates("strategy", result.statistics().strategies());
    }

    /** Means over the rounds of the backtested strategy minus those of each other one. */
    public TextTable differences() {
        return estimates("against", result.statistics().differences());
    }

    private static TextTable estimates(String firstHeading, List<Estimates> rows) {
        List<String> heading = new ArrayList<>(List.of(firstHeading));
        List<Measure> measures = List.copyOf(rows.get(0).byMeasure().keySet());
        measures.forEach(measure -> heading.addAll(List.of(label(measure), "95 % from", "to")));
        heading.addAll(List.of("rounds", "block"));
        TextTable table = new TextTable(heading);
        for (Estimates row : rows) {
            List<String> cells = new ArrayList<>(List.of(row.strategy()));
            for (Measure measure : measures) {
                Estimate estimate = row.byMeasure().get(measure);
                for (double value : new double[] {estimate.mean(), estimate.low(), estimate.high()}) {
                    cells.add(
                            measure == Measure.V3_OVER_HOLD_PERCENT
                                    ? ResultNumbers.formatPercent(value)
                                    : ResultNumbers.formatScore(value));
                }
            }
            Estimate first = row.byMeasure().get(measures.get(0));
            cells.addAll(List.of(Integer.toString(first.rounds()), ResultNumbers.formatMeanCount(first.blockLength())));
            table.row(cells);
        }
        return table;
    }

    private static String label(Measure measure) {
        return switch (measure) {
            case SCORE -> "score";
            case STRICT_SCORE -> "strict score";
            case V3_OVER_HOLD_PERCENT -> "v3 against holding";
        };
    }

    /** Mean scores by strategy, model and target. */
    public TextTable scores() {
        List<String> heading = new ArrayList<>(List.of("strategy", "model"));
        plan.targets().forEach(target -> heading.add(target.name()));
        TextTable table = new TextTable(heading);
        for (StrategyResult strategy : result.strategies()) {
            strategy.totals().totalsByModel().forEach((model, totals) -> {
                List<String> cells = new ArrayList<>(List.of(strategy.name(), model.label()));
                totals.aggregate().scores().forEach(score -> cells.add(ResultNumbers.formatScore(score)));
                table.row(cells);
            });
        }
        return table;
    }

    /** Sums over rounds by strategy and model. */
    public TextTable totals() {
        String token0 = pool.token0().symbol();
        String token1 = pool.token1().symbol();
        TextTable table = new TextTable(
                "strategy",
                "model",
                "fees " + token0,
                "fees " + token1,
                "change " + token0,
                "change " + token1,
                "against holding",
                "ranges hit",
                "rebalances");
        for (StrategyResult strategy : result.strategies()) {
            strategy.totals()
                    .totalsByModel()
                    .forEach((model, totals) -> table.row(
                            strategy.name(),
                            model.label(),
                            ResultNumbers.formatAmount(totals.aggregate().fees0()),
                            ResultNumbers.formatAmount(totals.aggregate().fees1()),
                            ResultNumbers.formatChange(totals.aggregate().token0Change()),
                            ResultNumbers.formatChange(totals.aggregate().token1Change()),
                            ResultNumbers.formatPercent(totals.meanGainOverHoldingPercent()),
                            ResultNumbers.formatMeanCount(totals.aggregate().meanPositionsInRange()),
                            Long.toString(strategy.totals().rebalanceCount())));
        }
        return table;
    }
}
