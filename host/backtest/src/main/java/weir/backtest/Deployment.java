package weir.backtest;

import java.util.List;
import weir.strategy.Inventory;
import weir.strategy.Position;

/**
 * The positions after a rebalance, and the tokens that they do not use.
 *
 * @param block block of the rebalance; the positions earn fees from the next block on
 * @param positions all positions after the rebalance
 * @param idle tokens outside positions, raw units
 */
public record Deployment(long block, List<Position> positions, Inventory idle) {

    public Deployment {
        positions = List.copyOf(positions);
    }
}
