package weir.backtest.round;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;

/** A miner that a round asks. */
@ConsumerType
@FunctionalInterface
public interface Miner {

    /** The reply to one question; never {@code null} and never an exception: {@link NoAnswer} says those. */
    Reply ask(RebalanceQuery query);

    /** What came back. */
    sealed interface Reply {}

    /**
     * Accepted.
     *
     * @param positions desired positions, complete; the current ones to keep them
     */
    record Desired(List<Position> positions) implements Reply {
        public Desired {
            positions = List.copyOf(positions);
        }
    }

    /** Accepted, but with {@code null} for the desired positions. */
    record NoPositions() implements Reply {}

    /**
     * Refused.
     *
     * @param reason the miner's words, possibly empty; {@code null} where it gave none
     */
    record Refused(String reason) implements Reply {}

    /** Timed out, or failed on the way. */
    record NoAnswer() implements Reply {}
}
