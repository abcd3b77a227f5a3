package weir.backtest;

import java.math.BigInteger;
import java.util.List;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;

/** Strategies for tests. */
public final class Strategies {

    private Strategies() {}

    /** Deploys a third of the remaining inventory around the price, whenever the price is out of range. */
    public static RebalanceStrategy follower() {
        return (query, market) -> {
            boolean inRange = query.currentPositions().stream()
                    .anyMatch(position ->
                            position.tickLower() <= query.currentPrice().tick()
                                    && query.currentPrice().tick() < position.tickUpper());
            return inRange
                    ? Decision.keep("in range")
                    : Decision.rebalance(
                            List.of(around(query, query.currentPrice().tick(), 3)), "out of range");
        };
    }

    /** Deploys once. */
    public static RebalanceStrategy hold() {
        return (query, market) -> query.rebalancesSoFar() > 0
                ? Decision.keep("held")
                : Decision.rebalance(List.of(around(query, query.currentPrice().tick(), 1)), "first");
    }

    /** A range of two spacings to either side of a tick, with a fraction of the remaining inventory. */
    public static Position around(RebalanceQuery query, int tick, int divisor) {
        int middle = Math.floorDiv(tick, query.tickSpacing()) * query.tickSpacing();
        Inventory free = query.inventoryRemaining();
        BigInteger parts = BigInteger.valueOf(divisor);
        return new Position(
                middle - 2 * query.tickSpacing(),
                middle + 3 * query.tickSpacing(),
                free.amount0().divide(parts),
                free.amount1().divide(parts));
    }
}
