package weir.backtest.round;

import java.util.List;
import weir.backtest.Deployment;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;

/**
 * A rebalance in a round.
 *
 * @param block block of the check
 * @param chargedPrice price at which the new positions were charged to the inventory
 * @param queryPrice price that the query contained
 * @param positionsBefore positions before the rebalance
 * @param positionsAfter positions after the rebalance
 * @param inventoryRemaining inventory that remains after the rebalance
 */
public record RebalanceEvent(
        long block,
        Price chargedPrice,
        Price queryPrice,
        List<Position> positionsBefore,
        List<Position> positionsAfter,
        Inventory inventoryRemaining) {

    public RebalanceEvent {
        positionsBefore = List.copyOf(positionsBefore);
        positionsAfter = List.copyOf(positionsAfter);
    }

    /** The positions and idle tokens after the rebalance, for an evaluation. */
    public Deployment deployment() {
        return new Deployment(block, positionsAfter, inventoryRemaining);
    }
}
