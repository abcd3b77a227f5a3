package weir.strategy;

import java.util.List;
import java.util.Objects;

/** What a strategy wants. One of three, so that a {@code switch} over it is complete. */
public sealed interface Decision {

    /** Why, in words for the miner's log and the answer's metadata. */
    String reason();

    /** Hold what is held. */
    static Decision keep(String reason) {
        return new Keep(reason);
    }

    /** Burn what is held and mint {@code positions}. */
    static Decision rebalance(List<Position> positions, String reason) {
        return new Rebalance(positions, reason);
    }

    /** Take no part in the round. The validator gives score 0 for the whole round. */
    static Decision refuse(String reason) {
        return new Refuse(reason);
    }

    /** The current positions stay as they are. */
    record Keep(String reason) implements Decision {
        public Keep {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * The positions to hold from now on.
     *
     * @param positions complete list, not a difference: a current position that is not in it is burned. The amounts that
     *     all of them use at the query's price come out of {@link RebalanceQuery#inventoryRemaining()}
     * @param reason why
     */
    record Rebalance(List<Position> positions, String reason) implements Decision {
        public Rebalance {
            positions = List.copyOf(positions);
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** A refusal on purpose. */
    record Refuse(String reason) implements Decision {
        public Refuse {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
