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
 * @param price price at which the new positions were paid
 * @param priceInQuery price in the query
 * @param before positions before
 * @param after positions after
 * @param remaining remaining inventory
 */
public record RebalanceEvent(
        long block, Price price, Price priceInQuery, List<Position> before, List<Position> after, Inventory remaining) {

    public RebalanceEvent {
        Objects.requireNonNull(price, "price");
        Objects.requireNonNull(priceInQuery, "priceInQuery");
        before = List.copyOf(before);
        after = List.copyOf(after);
        Objects.requireNonNull(remaining, "remaining");
    }

    /** The part that an evaluation needs. */
    public Deployment deployment() {
        return new Deployment(block, after, remaining);
    }
}
