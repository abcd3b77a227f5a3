package weir.backtest.experiment;

import weir.history.PoolMetadata;
import weir.strategy.Inventory;
import weir.strategy.Price;

/** The inventory at the start of a round where the user names none. */
public final class DefaultInventory {

    private static final double TOKEN_COUNT = 10;

    private DefaultInventory() {}

    /** Ten of the more expensive token, and the same value of the other, at a price. */
    public static Inventory at(PoolMetadata pool, Price price) {
        double whole = pool.wholePrice(price.ratio());
        return whole >= 1
                ? new Inventory(pool.token0().raw(TOKEN_COUNT), pool.token1().raw(TOKEN_COUNT * whole))
                : new Inventory(
                        pool.token0().raw(TOKEN_COUNT / whole), pool.token1().raw(TOKEN_COUNT));
    }
}
