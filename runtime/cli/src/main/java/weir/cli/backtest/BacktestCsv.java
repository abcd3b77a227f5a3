package weir.cli.backtest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A result for spreadsheets: a line for each strategy, round and model; units as in {@link Outcome}. */
final class BacktestCsv {

    private static final String LINE_END = "\r\n";

    /** For the names of the columns. */
    private static final Outcome NOTHING = new Outcome(List.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private BacktestCsv() {}

    static String of(BacktestResult result) {
        StringBuilder csv = new StringBuilder(
                "strategy,round,first_block,last_block,ended,swaps,swaps_not_counted,rebalances,fallbacks,model,");
        csv.append(String.join(",", NOTHING.figures().keySet()));
        result.run().targets().forEach(target -> csv.append(",score_").append(target.name()));
        csv.append(LINE_END);
        for (Contender contender : result.contenders()) {
            for (int i = 0; i < contender.rounds().size(); i++) {
                for (Model model : result.models()) {
                    csv.append(line(
                                    result,
                                    contender.name(),
                                    i + 1,
                                    contender.rounds().get(i),
                                    model))
                            .append(LINE_END);
                }
            }
        }
        return csv.toString();
    }

    private static String line(BacktestResult result, String name, int number, PlayedRound round, Model model) {
        List<String> cells = new ArrayList<>(List.of(
                '"' + name.replace("\"", "\"\"") + '"',
                Integer.toString(number),
                Long.toString(round.start()),
                Long.toString(round.end()),
                round.verdict().name().toLowerCase(Locale.ROOT),
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
