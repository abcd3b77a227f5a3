package weir.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import weir.backtest.experiment.BacktestResult;
import weir.backtest.experiment.Model;
import weir.backtest.experiment.Outcome;
import weir.backtest.experiment.PlayedRound;
import weir.backtest.experiment.StrategyResult;
import weir.report.internal.CsvWriter;

/** A backtest as CSV: one row for each strategy, round and model. Units are those of {@link Outcome}. */
public final class BacktestCsv {

    /** Has the names of the columns. */
    private static final Outcome EMPTY = new Outcome(List.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private BacktestCsv() {}

    /** Writes the rows as they are made, because all of them may not fit into memory. */
    public static void write(BacktestResult result, Writer out) throws IOException {
        CsvWriter csv = new CsvWriter(out);
        List<String> header = new ArrayList<>(List.of("strategy", "round", "first_block", "last_block", "ended"));
        header.addAll(List.of("swaps", "swaps_not_counted", "rebalances", "fallbacks", "model"));
        header.addAll(EMPTY.figures().keySet());
        result.run().targets().forEach(target -> header.add("score_" + target.name()));
        csv.row(header);
        for (StrategyResult strategy : result.strategies()) {
            int number = 1;
            for (PlayedRound round : strategy.rounds()) {
                for (Model model : result.models()) {
                    csv.row(row(strategy.name(), number, round, model, header.size()));
                }
                number++;
            }
        }
    }

    private static List<Object> row(String name, int number, PlayedRound round, Model model, int columns) {
        List<Object> cells = new ArrayList<>(Arrays.asList(
                name,
                number,
                round.start(),
                round.end(),
                round.ending().name().toLowerCase(Locale.ROOT),
                round.swaps(),
                round.uncounted(),
                round.held().size(),
                round.fallbacks(),
                model.label()));
        Outcome outcome = round.outcomes().get(model);
        if (outcome == null) {
            cells.addAll(Collections.nCopies(columns - cells.size(), null));
        } else {
            cells.addAll(outcome.figures().values());
            cells.addAll(outcome.scores());
        }
        return cells;
    }
}
