package weir.backtest;

import java.util.List;
import java.util.Objects;
import weir.strategy.Inventory;
import weir.strategy.Position;

/**
 * Positions opened by a rebalance.
 *
 * @param block block of the rebalance; the positions earn from the next block on
 * @param positions all positions from then on
 * @param idle inventory outside positions, raw units
 */
public record Deployment(long block, List<Position> positions, Inventory idle) {

    public Deployment {
        positions = List.copyOf(positions);
        Objects.requireNonNull(idle, "idle");
    }
}
