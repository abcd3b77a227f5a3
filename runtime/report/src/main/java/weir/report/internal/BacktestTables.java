package weir.report.internal;

import java.util.ArrayList;
import java.util.List;
import weir.backtest.experiment.BacktestPlan;
import weir.backtest.experiment.BacktestResult;
import weir.backtest.result.Model;
import weir.backtest.result.ResultNumbers;
import weir.backtest.result.RoundEvaluation;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.StrategyResult;
import weir.history.PoolMetadata;
import weir.report.TextTable;

/** The tables of a backtest, for text and report. */
public final class BacktestTables {

    private final BacktestResult result;
    private final BacktestPlan run;
    private final PoolMetadata pool;

    public BacktestTables(BacktestResult result) {
        this.result = result;
        this.run = result.plan();
        this.pool = run.pool();
    }

    /**
     * A row for each round, with the score by the first target in each model.
     *
     * @param ends number of rounds at either end
     */
    public TextTable rounds(int ends) {
        List<String> heading =
                new ArrayList<>(List.of("round", "first block", "swaps", "ended", "rebalances", "ranges hit"));
        for (Model model : models()) {
            String by = model == models().get(0) ? "" : model.label() + " ";
            heading.addAll(List.of(by + "score", by + "fees " + pool.token1().symbol(), by + "against holding"));
        }
        TextTable table = new TextTable(heading.toArray(String[]::new));
        List<RoundSummary> rounds = result.primaryStrategy().rounds();
        for (int i = 0; i < rounds.size(); i++) {
            if (i < ends || i >= rounds.size() - ends) {
                table.row(row(i + 1, rounds.get(i)));
            }
        }
        return table;
    }

    private String[] row(int number, RoundSummary round) {
        List<String> cells = new ArrayList<>(List.of(
                Integer.toString(number),
                Long.toString(round.startBlock()),
                Integer.toString(round.swapCount()),
                round.ending().label(),
                Integer.toString(round.rebalances().size()),
                models().stream()
                        .map(round.evaluations()::get)
                        .filter(outcome -> outcome != null)
                        .findFirst()
                        .map(outcome -> ResultNumbers.formatMeanCount(outcome.inRangeRatio()))
                        .orElse("-")));
        for (Model model : models()) {
            RoundEvaluation outcome = round.evaluations().get(model);
            cells.addAll(
                    outcome == null
                            ? List.of("-", "-", "-")
                            : List.of(
                                    ResultNumbers.formatScore(outcome.scores().get(0)),
                                    ResultNumbers.formatAmount(outcome.feeValue()),
                                    ResultNumbers.formatPercent(outcome.gainOverHoldingPercent())));
        }
        return cells.toArray(String[]::new);
    }

    private List<Model> models() {
        return result.models();
    }

    /** Mean scores by strategy, model and target. */
    public TextTable scores() {
        List<String> heading = new ArrayList<>(List.of("strategy", "model"));
        run.targets().forEach(target -> heading.add(target.name()));
        TextTable table = new TextTable(heading.toArray(String[]::new));
        for (StrategyResult strategy : result.strategies()) {
            strategy.totals().totalsByModel().forEach((model, sum) -> {
                List<String> cells = new ArrayList<>(List.of(strategy.name(), model.label()));
                sum.meanScores().forEach(score -> cells.add(ResultNumbers.formatScore(score)));
                table.row(cells.toArray(String[]::new));
            });
        }
        return table;
    }

    /** Sums over rounds by strategy and model. */
    public TextTable sums() {
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
                    .forEach((model, sum) -> table.row(
                            strategy.name(),
                            model.label(),
                            ResultNumbers.formatAmount(sum.fees0()),
                            ResultNumbers.formatAmount(sum.fees1()),
                            ResultNumbers.formatChange(sum.token0Change()),
                            ResultNumbers.formatChange(sum.token1Change()),
                            ResultNumbers.formatPercent(sum.meanGainOverHoldingPercent()),
                            ResultNumbers.formatMeanCount(sum.inRangeRatio()),
                            Long.toString(strategy.totals().rebalanceCount())));
        }
        return table;
    }
}
