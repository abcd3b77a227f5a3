package weir.backtest.replay;

import java.util.ArrayList;
import java.util.List;
import weir.backtest.round.Round;
import weir.backtest.round.RoundResult;
import weir.strategy.Decision;

/**
 * The result of a replayed round.
 *
 * @param round the constants of the round
 * @param endBlock last block of the round
 * @param result the result; {@code null} if the validator's evaluation fails for every miner
 * @param failureReason why the evaluation fails; {@code null} if it does not fail
 * @param decisions the decision at each check, oldest first
 * @param swapCount number of swaps in the round
 */
public record ReplayedRound(
        Round round,
        long endBlock,
        RoundResult result,
        String failureReason,
        List<RecordedDecision> decisions,
        int swapCount) {

    /** @throws IllegalArgumentException if there is neither a result nor a failure */
    public ReplayedRound {
        decisions = List.copyOf(decisions);
        if (result == null && failureReason == null) {
            throw new IllegalArgumentException("a round has a result or a failure");
        }
    }

    /**
     * The decision at a check.
     *
     * @param block block of the check
     * @param decision the decision of the strategy, or the fallback
     * @param fallbackReason why the current positions replaced the strategy's decision; {@code null} if they did not replace it
     */
    public record RecordedDecision(long block, Decision decision, String fallbackReason) {}

    /** Remarks for the user that limit what the score means: replaced decisions, no swaps, no score. */
    public List<String> remarks() {
        List<String> notes = new ArrayList<>();
        if (failureReason != null) {
            notes.add("the validator's evaluation fails for every miner: " + failureReason);
        }
        if (swapCount == 0) {
            notes.add("no swap in the round: no fees, and a constant price");
        }
        List<RecordedDecision> fallbacks =
                decisions.stream().filter(step -> step.fallbackReason() != null).toList();
        if (!fallbacks.isEmpty()) {
            notes.add(fallbacks.size() + " of " + decisions.size()
                    + " answers were replaced by the current positions; the first at block "
                    + fallbacks.get(0).block() + ": " + fallbacks.get(0).fallbackReason());
        }
        if (result != null && !result.accepted()) {
            notes.add("excluded from the round, score 0: " + result.refusalReason());
        } else if (result != null && result.history().isEmpty()) {
            notes.add("no rebalance: the validator's score is 0");
        }
        return List.copyOf(notes);
    }
}
