package weir.backtest.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import weir.backtest.Swaps;
import weir.backtest.result.RoundSummary;
import weir.backtest.round.LookAheadCheck.Alteration;
import weir.backtest.round.LookAheadCheck.Finding;
import weir.strategy.RebalanceStrategy;

/**
 * The result of a look-ahead check: the first round is played again with altered later swaps. If a decision changes, the strategy
 * depends on swaps of the future, or is not deterministic.
 *
 * @param isDetected whether a decision changed, which makes the results of the strategy invalid
 * @param message the result as a sentence for the user
 */
public record LookAheadResult(boolean isDetected, String message) {

    /**
     * The first round of a backtest that was played.
     *
     * @param round the round
     * @param swaps the swaps with which it was played
     */
    record FirstRound(RoundSummary round, Swaps swaps) {}

    /**
     * Finds the first round of a period that can be played, and checks it.
     *
     * @param strategies returns a new instance of the strategy on each call
     */
    public static LookAheadResult check(BacktestPlan run, Supplier<RebalanceStrategy> strategies) {
        for (long rounds = 1; ; rounds *= 8) {
            List<FirstRound> played = new ArrayList<>();
            BacktestPlan beginning = run.limitedTo(rounds);
            beginning.play(strategies.get(), (round, swaps) -> {
                if (played.isEmpty() && round.ending() != RoundSummary.Ending.LEFT_OUT) {
                    played.add(new FirstRound(round, swaps));
                }
            });
            if (!played.isEmpty() || beginning.roundCount() >= run.roundCount()) {
                return check(run, played.isEmpty() ? null : played.get(0), strategies);
            }
        }
    }

    /** @param first {@code null} if no round was played */
    static LookAheadResult check(BacktestPlan run, FirstRound first, Supplier<RebalanceStrategy> strategies) {
        if (first == null) {
            return new LookAheadResult(false, "look-ahead is not checked: no round was played");
        }
        List<Finding> findings = run.findLookAhead(first.round(), first.swaps(), strategies);
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
