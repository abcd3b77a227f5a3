package weir.backtest.round;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import weir.strategy.Decision;

/**
 * A round that a strategy played in a replay.
 *
 * @param round the constants of the round
 * @param endBlock last block of the round
 * @param result the result; {@code null} if the validator's evaluation fails for every miner
 * @param failure why the evaluation fails; {@code null} if it does not
 * @param steps the decisions at each check, oldest first
 * @param swaps number of swaps in the round
 */
public record SimulatedRound(
        Round round, long endBlock, RoundResult result, String failure, List<Step> steps, int swaps) {

    public SimulatedRound {
        Objects.requireNonNull(round, "round");
        steps = List.copyOf(steps);
        if (result == null && failure == null) {
            throw new IllegalArgumentException("a round has a result or a failure");
        }
    }

    /**
     * A decision at a check.
     *
     * @param block block of the check
     * @param decision the decision that counts
     * @param fallback why the current positions replaced the strategy's decision; {@code null} if they did not
     */
    public record Step(long block, Decision decision, String fallback) {}

    /** Remarks that limit what the score means, for the user: fallbacks, empty rounds, rounds without a score. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (failure != null) {
            notes.add("the validator's evaluation fails for every miner: " + failure);
        }
        if (swaps == 0) {
            notes.add("no swap in the round: no fees, and a constant price");
        }
        List<Step> fallbacks =
                steps.stream().filter(step -> step.fallback() != null).toList();
        if (!fallbacks.isEmpty()) {
            notes.add(fallbacks.size() + " of " + steps.size()
                    + " answers were replaced by the current positions; the first at block "
                    + fallbacks.get(0).block() + ": " + fallbacks.get(0).fallback());
        }
        if (result != null && !result.accepted()) {
            notes.add("excluded from the round, score 0: " + result.refusalReason());
        } else if (result != null && result.history().isEmpty()) {
            notes.add("no rebalance: the validator's score is 0");
        }
        return List.copyOf(notes);
    }
}
