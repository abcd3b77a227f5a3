package weir.backtest.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import weir.backtest.experiment.LookAheadResult;
import weir.backtest.sweep.result.SweepWarnings;
import weir.backtest.sweep.result.TrialResult;

/**
 * The results of a sweep.
 *
 * @param plan the input
 * @param results all results, the best first
 * @param references results of the subnet's reference miners over the same rounds; empty for a shard
 * @param lookAhead result of the look-ahead check of the best trial; {@code null} if no trial has a score
 * @param earlierResults number of results that come from an earlier, interrupted sweep
 * @param logFile file of the results
 */
public record SweepResult(
        SweepPlan plan,
        List<TrialResult> results,
        List<Reference> references,
        LookAheadResult lookAhead,
        int earlierResults,
        Path logFile) {

    /**
     * The result of a reference miner.
     *
     * @param strategy its name and version
     * @param result its result; the trial has no parameters
     */
    public record Reference(String strategy, TrialResult result) {}

    public SweepResult {
        results = List.copyOf(results);
        references = List.copyOf(references);
    }

    /** Whether the best trial looks ahead, which makes the results invalid. */
    public boolean hasLookAhead() {
        return lookAhead != null && lookAhead.isDetected();
    }

    /** Warnings for the user, one sentence each. If the best trial looks ahead, that warning comes first. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(SweepWarnings.of(plan.space(), results));
        TrialResult best = results.get(0);
        references.stream()
                .filter(reference -> best.hasScoreFromDecision()
                        && reference.result().score().mean() >= best.score().mean())
                .map(reference -> String.format(
                        Locale.ROOT,
                        "%s scores better: %.6g against %.6g of the best trial",
                        reference.strategy(),
                        reference.result().score().mean(),
                        best.score().mean()))
                .forEach(warnings::add);
        if (lookAhead != null) {
            warnings.add(hasLookAhead() ? 0 : warnings.size(), "the best trial: " + lookAhead.message());
        }
        return warnings;
    }
}
