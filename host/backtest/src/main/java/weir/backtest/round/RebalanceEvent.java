package weir.backtest.round;

import java.util.List;
import java.util.Objects;
import weir.backtest.Deployment;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;

/**
 * A rebalance of a round.
 *
 * @param block block of the check
 * @param chargedPrice price at which the new positions were paid
 * @param queryPrice price in the query
 * @param positionsBefore positions before
 * @param positionsAfter positions after
 * @param inventoryRemaining remaining inventory
 */
public record RebalanceEvent(
        long block,
        Price chargedPrice,
        Price queryPrice,
        List<Position> positionsBefore,
        List<Position> positionsAfter,
        Inventory inventoryRemaining) {

    public RebalanceEvent {
        Objects.requireNonNull(chargedPrice, "price");
        Objects.requireNonNull(queryPrice, "priceInQuery");
        positionsBefore = List.copyOf(positionsBefore);
        positionsAfter = List.copyOf(positionsAfter);
        Objects.requireNonNull(inventoryRemaining, "remaining");
    }

    /** The part that an evaluation needs. */
    public Deployment deployment() {
        return new Deployment(block, positionsAfter, inventoryRemaining);
    }
}
