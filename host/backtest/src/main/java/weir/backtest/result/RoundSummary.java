package weir.backtest.result;

import java.util.List;
import java.util.Map;
import weir.strategy.Position;

/**
 * The result of one round of a backtest.
 *
 * @param plannedStartBlock first block by the plan
 * @param startBlock actual first block, later than planned if the planned block has no price or contains a swap
 * @param endBlock last block
 * @param ending how the round ended
 * @param remarks remarks for the user, possibly empty
 * @param swapCount swaps that the evaluation includes
 * @param uncountedSwaps swaps from the planned first block to the first rebalance, which the validator ignores
 * @param queryCount number of queries
 * @param fallbackCount invalid or failed decisions, which the current positions replaced
 * @param rebalances the rebalances, oldest first
 * @param evaluations evaluation by model; empty if the round was not replayed or cannot be evaluated
 */
public record RoundSummary(
        long plannedStartBlock,
        long startBlock,
        long endBlock,
        Ending ending,
        String remarks,
        int swapCount,
        int uncountedSwaps,
        int queryCount,
        int fallbackCount,
        List<Rebalance> rebalances,
        Map<Model, RoundEvaluation> evaluations) {

    /** How a round ends. */
    public enum Ending {
        /** The round was evaluated. */
        SCORED("scored"),
        /** The miner never rebalanced, so its score is 0. */
        IDLE("no rebalance"),
        /** The miner refused the round or was excluded from it, so its score is 0. */
        EXCLUDED("excluded"),
        /** The validator's evaluation fails for every miner, so there is no score. */
        FAILED("not evaluated"),
        /** The round was not replayed: there is no price, or each of its blocks contains a swap. */
        LEFT_OUT("left out");

        private final String label;

        Ending(String label) {
            this.label = label;
        }

        /** The name in tables. */
        public String label() {
            return label;
        }
    }

    /**
     * A rebalance.
     *
     * @param block block of the rebalance
     * @param positions all positions after the rebalance
     */
    public record Rebalance(long block, List<Position> positions) {}

    public RoundSummary {
        rebalances = List.copyOf(rebalances);
        evaluations = Map.copyOf(evaluations);
    }

    /** Whether there are evaluations and therefore scores. */
    public boolean isEvaluated() {
        return !evaluations.isEmpty();
    }
}
