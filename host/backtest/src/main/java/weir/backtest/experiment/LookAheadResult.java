package weir.backtest.experiment;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import weir.backtest.replay.LookAheadCheck.Alteration;
import weir.backtest.replay.LookAheadCheck.Finding;
import weir.backtest.result.RoundSummary;
import weir.strategy.RebalanceStrategy;

/**
 * The result of a look-ahead check: the first round is replayed with altered later swaps. If a decision changes, the strategy
 * depends on swaps of the future, or is not deterministic.
 *
 * @param isDetected whether a decision changed, which makes the results of the strategy invalid
 * @param message the result as a sentence for the user
 */
public record LookAheadResult(boolean isDetected, String message) {

    /**
     * Finds the first round of a period that can be replayed, and checks it.
     *
     * @param strategies returns a new instance of the strategy on each call
     */
    public static LookAheadResult check(BacktestPlan plan, Supplier<RebalanceStrategy> strategies) {
        AtomicReference<LookAheadResult> result = new AtomicReference<>();
        for (long rounds = 1; result.get() == null; rounds *= 8) {
            BacktestPlan beginning = plan.limitedTo(rounds);
            beginning.run(strategies.get(), (round, swaps) -> {
                if (result.get() == null && round.ending() != RoundSummary.Ending.LEFT_OUT) {
                    result.set(of(plan.findLookAhead(round, swaps, strategies)));
                }
            });
            if (result.get() == null && beginning.roundCount() >= plan.roundCount()) {
                return new LookAheadResult(false, "look-ahead is not checked: no round was replayed");
            }
        }
        return result.get();
    }

    private static LookAheadResult of(List<Finding> findings) {
        if (findings.isEmpty()) {
            return new LookAheadResult(
                    false,
                    "no look-ahead: in the first round no decision changed when later swaps were altered or removed");
        }
        Finding finding = findings.get(0);
        long block = finding.originalDecision().block();
        return new LookAheadResult(
                true,
                finding.alteration() == Alteration.NONE
                        ? "NOT DETERMINISTIC: replayed, the first round has another decision at block " + block
                                + "; take time from the query and randomness from a seed, else these figures mean nothing"
                        : "LOOKS AHEAD: the decision at block " + block + " changed when swaps after block "
                                + finding.cutBlock() + " were altered; these figures mean nothing");
    }
}
