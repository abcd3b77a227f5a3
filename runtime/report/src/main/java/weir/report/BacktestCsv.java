package weir.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import weir.backtest.experiment.BacktestResult;
import weir.backtest.result.Model;
import weir.backtest.result.RoundEvaluation;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.StrategyResult;
import weir.report.internal.CsvWriter;

/** A backtest as CSV: one row for each strategy, round and model. Units are those of {@link RoundEvaluation}. */
public final class BacktestCsv {

    /** Has the names of the columns. */
    private static final RoundEvaluation EMPTY_EVALUATION =
            new RoundEvaluation(List.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private BacktestCsv() {}

    /** Writes the rows as they are made, because all of them may not fit into memory. */
    public static void write(BacktestResult result, Writer out) throws IOException {
        CsvWriter csv = new CsvWriter(out);
        List<String> header = new ArrayList<>(List.of("strategy", "round", "first_block", "last_block", "ended"));
        header.addAll(List.of("swaps", "swaps_not_counted", "rebalances", "fallbacks", "model"));
        header.addAll(EMPTY_EVALUATION.valuesByName().keySet());
        result.plan().targets().forEach(target -> header.add("score_" + target.name()));
        csv.row(header);
        for (StrategyResult strategy : result.strategies()) {
            int number = 1;
            for (RoundSummary round : strategy.rounds()) {
                for (Model model : result.models()) {
                    csv.row(row(strategy.name(), number, round, model, header.size()));
                }
                number++;
            }
        }
    }

    private static List<Object> row(String name, int number, RoundSummary round, Model model, int columns) {
        List<Object> cells = new ArrayList<>(Arrays.asList(
                name,
                number,
                round.startBlock(),
                round.endBlock(),
                round.ending().name().toLowerCase(Locale.ROOT),
                round.swapCount(),
                round.uncountedSwaps(),
                round.rebalances().size(),
                round.fallbackCount(),
                model.label()));
        RoundEvaluation evaluation = round.evaluations().get(model);
        if (evaluation == null) {
            cells.addAll(Collections.nCopies(columns - cells.size(), null));
        } else {
            cells.addAll(evaluation.valuesByName().values());
            cells.addAll(evaluation.scores());
        }
        return cells;
    }
}
