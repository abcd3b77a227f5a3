package weir.backtest.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weir.backtest.experiment.LookAheadResult;
import weir.backtest.sweep.result.SweepWarnings;
import weir.backtest.sweep.result.TrialResult;

/**
 * The results of a sweep.
 *
 * @param plan the input
 * @param results all results, the best first
 * @param lookAhead result of the look-ahead check of the best trial; {@code null} if no trial has a score
 * @param earlierResults number of results that come from an earlier, interrupted sweep
 * @param logFile file of the results
 */
public record SweepResult(
        SweepPlan plan, List<TrialResult> results, LookAheadResult lookAhead, int earlierResults, Path logFile) {

    public SweepResult {
        results = List.copyOf(results);
    }

    /** Whether the best trial looks ahead, which makes the results invalid. */
    public boolean hasLookAhead() {
        return lookAhead != null && lookAhead.isDetected();
    }

    /** Warnings for the user, one sentence each. If the best trial looks ahead, that warning comes first. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(SweepWarnings.of(plan.space(), results));
        if (lookAhead != null) {
            warnings.add(hasLookAhead() ? 0 : warnings.size(), "the best trial: " + lookAhead.message());
        }
        return warnings;
    }
}
