package weir.runner;

import weir.isolation.frame.StrategyCodec;
import weir.strategy.Decision;
import weir.strategy.Position;

/** What a frame can carry. */
final class DecisionLimits {

    private static final int MAX_BITS = 256;

    private DecisionLimits() {}

    /** @throws IllegalStateException if the host would not read the decision: it has too many positions, or too large numbers */
    static void require(Decision decision) {
        if (decision instanceof Decision.Rebalance rebalance) {
            if (rebalance.positions().size() > StrategyCodec.MAX_POSITIONS) {
                throw new IllegalStateException(
                        "it returned " + rebalance.positions().size() + " positions");
            }
            for (Position position : rebalance.positions()) {
                if (position.allocation0().bitLength() > MAX_BITS
                        || position.allocation1().bitLength() > MAX_BITS) {
                    throw new IllegalStateException("it returned a position of more than 256 bits: " + position);
                }
            }
        }
    }
}
