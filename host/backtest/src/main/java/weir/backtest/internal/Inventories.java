package weir.backtest.internal;

import java.math.BigInteger;
import weir.strategy.Inventory;

/** Arithmetic on inventories. */
public final class Inventories {

    private static final int Q192 = 192;

    private Inventories() {}

    public static Inventory plus(Inventory a, Inventory b) {
        return new Inventory(a.amount0().add(b.amount0()), a.amount1().add(b.amount1()));
    }

    public static Inventory minus(Inventory a, Inventory b) {
        return new Inventory(a.amount0().subtract(b.amount0()), a.amount1().subtract(b.amount1()));
    }

    /** Value at a price in raw token1 units, rounded down, also for negative amounts. */
    public static BigInteger value(Inventory inventory, BigInteger sqrtPriceX96) {
        return inventory
                .amount0()
                .multiply(sqrtPriceX96.pow(2))
                .shiftRight(Q192)
                .add(inventory.amount1());
    }

    /**
     * Impermanent loss: the fraction by which holdings are worth less than the initial inventory, both at the final price; 0 if
     * they are not.
     */
    public static double lossFraction(BigInteger untouchedValue, BigInteger holdingsValue) {
        return untouchedValue.signum() <= 0
                ? 0
                : Math.max(0, untouchedValue.subtract(holdingsValue).doubleValue() / untouchedValue.doubleValue());
    }
}
