package weir.backtest.round;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import weir.strategy.Decision;

/**
 * A round that a strategy played in a replay, with what has to be said about it.
 *
 * @param round what was fixed
 * @param endBlock last block of the round
 * @param result what it came to; {@code null} where the validator's own evaluation fails, for every miner
 * @param failure why it fails; {@code null} where it does not
 * @param steps what the strategy decided at each check, oldest first
 * @param swaps swaps in the round
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
     * @param decision what was answered
     * @param fallback why the current positions were answered instead of what the strategy said; {@code null} where they
     *     were not
     */
    public record Step(long block, Decision decision, String fallback) {}

    /** What a reader of the score must know: fallbacks, empty rounds, what the validator would not have scored. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (failure != null) {
            notes.add("the validator's evaluation fails, and with it the round of every miner: " + failure);
        }
        if (swaps == 0) {
            notes.add("no swap in the round: no fees, and the price never moved");
        }
        List<Step> fallbacks =
                steps.stream().filter(step -> step.fallback() != null).toList();
        if (!fallbacks.isEmpty()) {
            notes.add(fallbacks.size() + " of " + steps.size()
                    + " answers were replaced by the current positions; the first at block "
                    + fallbacks.get(0).block() + ": " + fallbacks.get(0).fallback());
        }
        if (result != null && !result.accepted()) {
            notes.add("out of the round, score 0: " + result.refusalReason());
        } else if (result != null && result.history().isEmpty()) {
            notes.add("no rebalance: the validator gives 0");
        }
        return List.copyOf(notes);
    }
}
