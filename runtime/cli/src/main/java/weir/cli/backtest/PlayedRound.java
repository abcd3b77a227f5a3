package weir.cli.backtest;

import java.util.List;
import java.util.Map;
import weir.strategy.Position;

/**
 * A round that was played, in figures small enough to keep thousands of.
 *
 * @param planned planned first block
 * @param start first block; after {@code planned} where the round had to begin later
 * @param end last block
 * @param verdict how it ended
 * @param note what has to be said about it; empty if nothing
 * @param swaps swaps that the evaluation counts
 * @param uncounted swaps between the planned first block and the first rebalance: the validator counts none of them
 * @param checks questions asked
 * @param fallbacks answers that the guard or a failure replaced by the current positions
 * @param held what was put in force, oldest first
 * @param outcomes by model; none where the round was left out or cannot be evaluated
 */
public record PlayedRound(
        long planned,
        long start,
        long end,
        Verdict verdict,
        String note,
        int swaps,
        int uncounted,
        int checks,
        int fallbacks,
        List<Held> held,
        Map<Model, Outcome> outcomes) {

    /** How a round ends. */
    public enum Verdict {
        /** Evaluated. */
        SCORED("scored"),
        /** No rebalance: the validator gives 0. */
        IDLE("no rebalance"),
        /** Refused, or thrown out: the validator gives 0. */
        OUT("out"),
        /** The validator's evaluation fails, for every miner: there is no score. */
        FAILED("not evaluated"),
        /** No price, or no block to begin with: never played. */
        LEFT_OUT("left out");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        /** As results write it. */
        public String words() {
            return words;
        }
    }

    /**
     * Positions in force from a block on.
     *
     * @param block block of the rebalance
     * @param positions all of them
     */
    public record Held(long block, List<Position> positions) {}

    public PlayedRound {
        held = List.copyOf(held);
        outcomes = Map.copyOf(outcomes);
    }

    /** Whether there are outcomes, and with them scores. */
    public boolean evaluated() {
        return !outcomes.isEmpty();
    }
}
