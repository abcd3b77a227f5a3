package weir.backtest.experiment;

import java.util.List;
import java.util.Map;
import weir.strategy.Position;

/**
 * The figures of a round that was played.
 *
 * @param plannedStartBlock planned first block
 * @param startBlock first block; after {@code planned} if the round had to start later
 * @param endBlock last block
 * @param ending how the round ended
 * @param remarks remarks for the user; may be empty
 * @param swapCount swaps that the evaluation counts
 * @param uncountedSwaps swaps from the planned first block to the first rebalance, which the validator does not count
 * @param queryCount number of queries
 * @param fallbackCount answers that were replaced by the current positions, because they were not valid or failed
 * @param rebalances positions after each rebalance, oldest first
 * @param evaluations evaluation by model; empty if the round was left out or cannot be evaluated
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
        /** Evaluated. */
        SCORED("scored"),
        /** No rebalance: the score is 0. */
        IDLE("no rebalance"),
        /** The miner refused, or the validator excluded it: the score is 0. */
        OUT("out"),
        /** The validator's evaluation fails for every miner: there is no score. */
        FAILED("not evaluated"),
        /** Not played: there is no price, or no block to start at. */
        LEFT_OUT("left out");

        private final String label;

        Ending(String label) {
            this.label = label;
        }

        /** Its name in tables. */
        public String label() {
            return label;
        }
    }

    /**
     * Positions from one rebalance to the next.
     *
     * @param block block of the rebalance
     * @param positions all positions
     */
    public record Rebalance(long block, List<Position> positions) {}

    public RoundSummary {
        rebalances = List.copyOf(rebalances);
        evaluations = Map.copyOf(evaluations);
    }

    /** Whether there are outcomes and therefore scores. */
    public boolean isEvaluated() {
        return !evaluations.isEmpty();
    }
}
