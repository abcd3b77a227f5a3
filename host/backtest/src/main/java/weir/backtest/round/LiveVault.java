package weir.backtest.round;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;

/** The vault of a live round, which opens positions on chain. For one thread. */
@ConsumerType
@FunctionalInterface
public interface LiveVault {

    /**
     * Replaces all open positions.
     *
     * @param positions the desired positions
     * @param price the pool's price
     * @return the tokens of the vault outside positions afterwards, which the next queries contain; empty if the transaction fails, so
     *     that nothing changes
     */
    Optional<Inventory> open(List<Position> positions, Price price);
}
