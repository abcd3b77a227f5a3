package weir.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import weir.backtest.stats.Estimate;
import weir.backtest.sweep.SweepResult;
import weir.backtest.sweep.result.RoundCounts;
import weir.backtest.sweep.result.TrialResult;
import weir.report.internal.CsvWriter;

/** All results of a sweep as CSV, one row for each trial, the best first. */
public final class SweepCsv {

    private SweepCsv() {}

    /** Writes the rows. */
    public static void write(SweepResult sweep, Writer out) throws IOException {
        CsvWriter csv = new CsvWriter(out);
        List<String> header = new ArrayList<>(List.of("rank", "trial"));
        sweep.plan().space().axes().forEach(axis -> header.add(axis.name()));
        for (String figure : List.of("score", "over_hold_percent")) {
            header.addAll(List.of(figure, figure + "_low", figure + "_high", figure + "_rounds"));
        }
        header.addAll(
                List.of("rounds_idle", "rounds_out", "rounds_lost", "rounds_failed", "answers_replaced", "refusal"));
        header.addAll(List.of("stage", "train_score"));
        csv.row(header);
        int rank = 1;
        for (TrialResult result : sweep.results()) {
            List<Object> cells = new ArrayList<>(List.of(rank++, result.trial().index()));
            cells.addAll(result.trial().parameters().values());
            for (Estimate estimate : List.of(result.score(), result.gainOverHoldingPercent())) {
                cells.addAll(List.of(estimate.mean(), estimate.low(), estimate.high(), estimate.rounds()));
            }
            RoundCounts counts = result.roundCounts();
            cells.addAll(List.of(
                    counts.roundsWithoutRebalance(),
                    counts.excludedRounds(),
                    counts.roundsWithoutDecision(),
                    counts.failedRounds(),
                    counts.fallbackCount()));
            cells.add(result.rejectionReason());
            cells.add(result.stage());
            cells.add(result.folds().meanTrain());
            csv.row(cells);
        }
    }
}
