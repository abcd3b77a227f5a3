package weir.cli.sweep;

import java.nio.file.Path;
import java.util.List;
import weir.backtest.sweep.SweepWarnings;
import weir.backtest.sweep.TrialResult;

/**
 * A sweep that was played.
 *
 * @param plan what was swept
 * @param results the best first
 * @param known how many of them an earlier run had found
 * @param file where they lie
 */
record SweepOutcome(SweepPlan plan, List<TrialResult> results, int known, Path file) {

    SweepOutcome {
        results = results.stream().sorted(TrialResult.BEST_FIRST).toList();
    }

    List<String> warnings() {
        return SweepWarnings.of(plan.space(), results);
    }
}
