package weir.backtest.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weir.backtest.experiment.LookAheadResult;

/**
 * The results of a sweep.
 *
 * @param plan the input
 * @param results by rank, the best first
 * @param lookAhead whether the best trial looks ahead; {@code null} if no trial has a score
 * @param earlierResults number of results that an earlier run had found
 * @param logFile where the results are stored
 */
public record SweepResult(
        SweepPlan plan, List<TrialResult> results, LookAheadResult lookAhead, int earlierResults, Path logFile) {

    public SweepResult {
        results = List.copyOf(results);
    }

    /** Whether the best trial looks ahead, so that the results mean nothing. */
    public boolean hasLookAhead() {
        return lookAhead != null && lookAhead.isDetected();
    }

    /** Warnings for the user, one sentence each; a look-ahead comes first. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(SweepWarnings.of(plan.space(), results));
        if (lookAhead != null) {
            warnings.add(hasLookAhead() ? 0 : warnings.size(), "the best trial: " + lookAhead.message());
        }
        return warnings;
    }
}
