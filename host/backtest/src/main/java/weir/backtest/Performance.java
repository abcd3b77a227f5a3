package weir.backtest;

import java.math.BigInteger;
import java.util.Objects;
import weir.backtest.internal.Inventories;
import weir.strategy.Inventory;

/**
 * The change of an inventory over a period, from which scores are computed. Values are in raw token1 units.
 *
 * <p>A {@link Number} is a {@link BigInteger} if the validator computes it with integers, and a {@link Double} if it uses floating
 * point, because the results differ.
 *
 * @param feesCollected fees of both tokens at the final price
 * @param fees0 fees in token0
 * @param fees1 fees in token1
 * @param impermanentLoss as the model defines it, a fraction; {@code null} if the model has none
 * @param inRangeRatio mean number of positions in range per swap, above 1 with several positions; {@code null} if unknown
 * @param deployed tokens in positions at the end
 * @param idle tokens outside positions at the end
 * @param finalSqrtPriceX96 price at the end; zero if the miner never rebalanced
 * @param initialValue value of the initial inventory at the first price; {@code null} if the miner never rebalanced
 * @param finalValue value of the holdings at the final price, with fees; {@code null} if the miner never rebalanced
 * @param initialInventory inventory at the start
 */
public record Performance(
        Number feesCollected,
        Number fees0,
        Number fees1,
        Double impermanentLoss,
        Double inRangeRatio,
        Inventory deployed,
        Inventory idle,
        BigInteger finalSqrtPriceX96,
        Number initialValue,
        Number finalValue,
        Inventory initialInventory) {

    public Performance {
        Objects.requireNonNull(feesCollected, "feesCollected");
        Objects.requireNonNull(fees0, "fees0");
        Objects.requireNonNull(fees1, "fees1");
        Objects.requireNonNull(deployed, "deployed");
        Objects.requireNonNull(idle, "idle");
        Objects.requireNonNull(finalSqrtPriceX96, "finalSqrtPriceX96");
        Objects.requireNonNull(initialInventory, "initialInventory");
    }

    /** The validator's result for a miner that never rebalanced: the inventory is idle, and zero is valued. */
    public static Performance withoutRebalance(Inventory inventory) {
        BigInteger zero = BigInteger.ZERO;
        return new Performance(zero, zero, zero, 0.0, 0.0, Inventory.NONE, inventory, zero, null, null, inventory);
    }

    /** All holdings at the end, in positions and idle, without fees. */
    public Inventory holdings() {
        return Inventories.plus(deployed, idle);
    }
}
