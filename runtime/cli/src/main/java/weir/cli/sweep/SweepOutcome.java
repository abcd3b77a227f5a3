package weir.cli.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weir.backtest.sweep.SweepWarnings;
import weir.backtest.sweep.TrialResult;
import weir.cli.backtest.LookAhead;

/**
 * A sweep that was played.
 *
 * @param plan what was swept
 * @param results the best first
 * @param lookAhead whether the best sees what it must not; {@code null} where none has a score
 * @param known how many of them an earlier run had found
 * @param file where they lie
 */
record SweepOutcome(SweepPlan plan, List<TrialResult> results, LookAhead lookAhead, int known, Path file) {

    SweepOutcome {
        results = List.copyOf(results);
    }

    /** Whether what the best trial shows means nothing. */
    boolean worthless() {
        return lookAhead != null && lookAhead.found();
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>(SweepWarnings.of(plan.space(), results));
        if (lookAhead != null) {
            warnings.add(worthless() ? 0 : warnings.size(), "the best trial: " + lookAhead.words());
        }
        return warnings;
    }
}
