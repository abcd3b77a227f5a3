package weir.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import weir.backtest.experiment.BacktestResult;
import weir.backtest.experiment.Model;
import weir.backtest.experiment.Outcome;
import weir.backtest.experiment.PlayedRound;
import weir.backtest.experiment.StrategyResult;
import weir.backtest.score.ScoringTarget;
import weir.report.internal.CsvText;

/** A result for spreadsheets: a line for each strategy, round and model; units as in {@link Outcome}. */
public final class BacktestCsv {

    private static final String LINE_END = "\r\n";

    /** For the names of the columns. */
    private static final Outcome NOTHING = new Outcome(List.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private BacktestCsv() {}

    public static void write(BacktestResult result, Writer csv) throws IOException {
        csv.write("strategy,round,first_block,last_block,ended,swaps,swaps_not_counted,rebalances,fallbacks,model,");
        csv.write(String.join(",", NOTHING.figures().keySet()));
        for (ScoringTarget target : result.run().targets()) {
            csv.write(",score_" + target.name());
        }
        csv.write(LINE_END);
        for (StrategyResult strategy : result.strategies()) {
            int number = 1;
            for (PlayedRound round : strategy.rounds()) {
                for (Model model : result.models()) {
                    csv.write(line(result, strategy.name(), number, round, model) + LINE_END);
                }
                number++;
            }
        }
    }

    private static String line(BacktestResult result, String name, int number, PlayedRound round, Model model) {
        List<String> cells = new ArrayList<>(List.of(
                CsvText.text(name),
                Integer.toString(number),
                Long.toString(round.start()),
                Long.toString(round.end()),
                round.ending().name().toLowerCase(Locale.ROOT),
                Integer.toString(round.swaps()),
                Integer.toString(round.uncounted()),
                Integer.toString(round.held().size()),
                Integer.toString(round.fallbacks()),
                model.label()));
        Outcome outcome = round.outcomes().get(model);
        if (outcome == null) {
            int empty = NOTHING.figures().size() + result.run().targets().size();
            cells.addAll(Collections.nCopies(empty, ""));
        } else {
            outcome.figures().values().forEach(figure -> cells.add(cell(figure)));
            outcome.scores().forEach(score -> cells.add(cell(score)));
        }
        return String.join(",", cells);
    }

    private static String cell(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }
}
