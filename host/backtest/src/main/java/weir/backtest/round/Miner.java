package weir.backtest.round;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;

/** A miner that a round queries. */
@ConsumerType
@FunctionalInterface
public interface Miner {

    /** Replies to a query. Returns {@link NoAnswer} instead of {@code null} or an exception. */
    Reply reply(RebalanceQuery query);

    /** A reply to a query. */
    sealed interface Reply {}

    /**
     * The miner accepts the round and returns positions.
     *
     * @param positions all desired positions; equal to the current ones if the miner keeps them
     */
    record DesiredPositions(List<Position> positions) implements Reply {
        public DesiredPositions {
            positions = List.copyOf(positions);
        }
    }

    /** The miner accepts the round, but the desired positions are {@code null}. */
    record NoPositions() implements Reply {}

    /**
     * The miner refuses the round.
     *
     * @param reason the miner's reason, possibly empty; {@code null} if it gave none
     */
    record Refused(String reason) implements Reply {}

    /** The miner timed out or failed. */
    record NoAnswer() implements Reply {}
}
