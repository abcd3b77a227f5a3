package weir.report.internal;

import java.util.ArrayList;
import java.util.List;
import weir.backtest.experiment.BacktestResult;
import weir.backtest.experiment.Model;
import weir.backtest.experiment.Outcome;
import weir.backtest.experiment.PeriodRun;
import weir.backtest.experiment.PlayedRound;
import weir.backtest.experiment.ResultNumbers;
import weir.backtest.experiment.StrategyResult;
import weir.history.PoolMetadata;
import weir.report.TextTable;

/** The tables of a backtest, for text and report. */
public final class BacktestTables {

    private final BacktestResult result;
    private final PeriodRun run;
    private final PoolMetadata pool;

    public BacktestTables(BacktestResult result) {
        this.result = result;
        this.run = result.run();
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
        List<PlayedRound> rounds = result.primary().rounds();
        for (int i = 0; i < rounds.size(); i++) {
            if (i < ends || i >= rounds.size() - ends) {
                table.row(row(i + 1, rounds.get(i)));
            }
        }
        return table;
    }

    private String[] row(int number, PlayedRound round) {
        List<String> cells = new ArrayList<>(List.of(
                Integer.toString(number),
                Long.toString(round.start()),
                Integer.toString(round.swaps()),
                round.ending().label(),
                Integer.toString(round.held().size()),
                models().stream()
                        .map(round.outcomes()::get)
                        .filter(outcome -> outcome != null)
                        .findFirst()
                        .map(outcome -> ResultNumbers.count(outcome.inRange()))
                        .orElse("-")));
        for (Model model : models()) {
            Outcome outcome = round.outcomes().get(model);
            cells.addAll(
                    outcome == null
                            ? List.of("-", "-", "-")
                            : List.of(
                                    ResultNumbers.score(outcome.scores().get(0)),
                                    ResultNumbers.amount(outcome.fees()),
                                    ResultNumbers.percent(outcome.overHoldPercent())));
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
            strategy.totals().sums().forEach((model, sum) -> {
                List<String> cells = new ArrayList<>(List.of(strategy.name(), model.label()));
                sum.scores().forEach(score -> cells.add(ResultNumbers.score(score)));
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
                    .sums()
                    .forEach((model, sum) -> table.row(
                            strategy.name(),
                            model.label(),
                            ResultNumbers.amount(sum.fees0()),
                            ResultNumbers.amount(sum.fees1()),
                            ResultNumbers.change(sum.change0()),
                            ResultNumbers.change(sum.change1()),
                            ResultNumbers.percent(sum.overHoldPercent()),
                            ResultNumbers.count(sum.inRange()),
                            Long.toString(strategy.totals().rebalances())));
        }
        return table;
    }
}
