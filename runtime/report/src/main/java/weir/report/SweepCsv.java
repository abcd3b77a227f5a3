package weir.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import weir.backtest.sweep.Estimate;
import weir.backtest.sweep.RoundOutcomes;
import weir.backtest.sweep.SweepOutcome;
import weir.backtest.sweep.TrialResult;
import weir.report.internal.CsvWriter;

/** All results of a sweep as CSV, one row for each trial, the best first. */
public final class SweepCsv {

    private SweepCsv() {}

    /** Writes the rows. */
    public static void write(SweepOutcome outcome, Writer out) throws IOException {
        CsvWriter csv = new CsvWriter(out);
        List<String> header = new ArrayList<>(List.of("rank", "trial"));
        outcome.plan().space().axes().forEach(axis -> header.add(axis.name()));
        for (String figure : List.of("score", "over_hold_percent")) {
            header.addAll(List.of(figure, figure + "_low", figure + "_high", figure + "_rounds"));
        }
        header.addAll(
                List.of("rounds_idle", "rounds_out", "rounds_lost", "rounds_failed", "answers_replaced", "refusal"));
        csv.row(header);
        int rank = 1;
        for (TrialResult result : outcome.results()) {
            List<Object> cells = new ArrayList<>(List.of(rank++, result.trial().index()));
            cells.addAll(result.trial().parameters().values());
            for (Estimate estimate : List.of(result.score(), result.overHold())) {
                cells.addAll(List.of(estimate.mean(), estimate.low(), estimate.high(), estimate.rounds()));
            }
            RoundOutcomes ends = result.ends();
            cells.addAll(List.of(ends.idle(), ends.out(), ends.lost(), ends.failed(), ends.fallbacks()));
            cells.add(result.refusal());
            csv.row(cells);
        }
    }
}
