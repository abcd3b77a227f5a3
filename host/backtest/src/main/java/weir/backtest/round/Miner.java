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

    /** A reply. */
    sealed interface Reply {}

    /**
     * Accepted.
     *
     * @param positions the complete list of desired positions; the current ones to keep them
     */
    record DesiredPositions(List<Position> positions) implements Reply {
        public DesiredPositions {
            positions = List.copyOf(positions);
        }
    }

    /** Accepted, but the desired positions are {@code null}. */
    record NoPositions() implements Reply {}

    /**
     * Refused.
     *
     * @param reason the miner's text, possibly empty; {@code null} if it gave none
     */
    record Refused(String reason) implements Reply {}

    /** Timed out, or failed. */
    record NoAnswer() implements Reply {}
}
