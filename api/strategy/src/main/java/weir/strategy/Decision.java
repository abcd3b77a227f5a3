package weir.strategy;

import java.util.List;
import java.util.Objects;

/** A strategy's decision: keep the positions, rebalance, or refuse the round. */
public sealed interface Decision {

    /** The reason, for the log and the metadata of the answer. */
    String reason();

    /** Keeps the current positions. */
    static Decision keep(String reason) {
        return new Keep(reason);
    }

    /** Replaces the current positions. */
    static Decision rebalance(List<Position> positions, String reason) {
        return new Rebalance(positions, reason);
    }

    /** Refuses the round. The validator then scores the whole round with 0. */
    static Decision refuse(String reason) {
        return new Refuse(reason);
    }

    /** Keeps the current positions. */
    record Keep(String reason) implements Decision {
        public Keep {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * Replaces the current positions.
     *
     * @param positions all positions from now on. A current position that is not in the list is burned. The amounts that all of
     *     them use at the query's price are subtracted from {@link RebalanceQuery#inventoryRemaining()}
     * @param reason the reason
     */
    record Rebalance(List<Position> positions, String reason) implements Decision {
        public Rebalance {
            positions = List.copyOf(positions);
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Refuses the round. */
    record Refuse(String reason) implements Decision {
        public Refuse {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
