package weir.backtest.experiment;

import java.util.List;
import java.util.Map;
import weir.strategy.Position;

/**
 * The figures of a round that was played.
 *
 * @param planned planned first block
 * @param start first block; after {@code planned} if the round had to start later
 * @param end last block
 * @param ending how the round ended
 * @param note remarks for the user; may be empty
 * @param swaps swaps that the evaluation counts
 * @param uncounted swaps from the planned first block to the first rebalance, which the validator does not count
 * @param checks number of queries
 * @param fallbacks answers that were replaced by the current positions, because they were not valid or failed
 * @param held positions after each rebalance, oldest first
 * @param outcomes evaluation by model; empty if the round was left out or cannot be evaluated
 */
public record PlayedRound(
        long planned,
        long start,
        long end,
        Ending ending,
        String note,
        int swaps,
        int uncounted,
        int checks,
        int fallbacks,
        List<Held> held,
        Map<Model, Outcome> outcomes) {

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
    public record Held(long block, List<Position> positions) {}

    public PlayedRound {
        held = List.copyOf(held);
        outcomes = Map.copyOf(outcomes);
    }

    /** Whether there are outcomes and therefore scores. */
    public boolean evaluated() {
        return !outcomes.isEmpty();
    }
}
