package weir.backtest;

import java.math.BigInteger;
import weir.backtest.internal.Inventories;
import weir.strategy.Inventory;

/**
 * The change of an inventory over a period, from which scores are computed. Values are in raw token1 units.
 *
 * <p>A {@link Number} is a {@link BigInteger} where the validator computes with integers, and a {@link Double} where it computes with
 * floating point. Their roundings differ.
 *
 * @param feesCollected value of all fees at the final price
 * @param fees0 fees in token0, raw units
 * @param fees1 fees in token1, raw units
 * @param impermanentLoss loss of value against holding the initial inventory, a fraction from 0 to 1; {@code null} if the
 *     model does not define it
 * @param inRangeRatio number of positions in range, as a mean over the swaps; above 1 with several positions; {@code null} if
 *     unknown
 * @param deployed tokens in positions at the end
 * @param idle tokens outside positions at the end
 * @param finalSqrtPriceX96 price at the end, Q64.96; zero if the miner never rebalanced
 * @param initialValue value of the initial inventory at the first price; {@code null} if the miner never rebalanced
 * @param finalValue value of positions, idle tokens and fees at the final price; {@code null} if the miner never rebalanced
 * @param initialInventory inventory at the start
 * @param baselineValue value at the end of the positions of the start, had they stayed, with the other tokens and the fees, at the final
 *     price; {@code null} if there were no positions at the start, or the model does not compute it
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
        Inventory initialInventory,
        Number baselineValue) {

    /** A performance without a baseline. */
    public Performance(
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
        this(
                feesCollected,
                fees0,
                fees1,
                impermanentLoss,
                inRangeRatio,
                deployed,
                idle,
                finalSqrtPriceX96,
                initialValue,
                finalValue,
                initialInventory,
                null);
    }

    /** The validator's result for a miner that never rebalanced: all tokens are idle, all other numbers are zero. */
    public static Performance withoutRebalance(Inventory inventory) {
        BigInteger zero = BigInteger.ZERO;
        return new Performance(zero, zero, zero, 0.0, 0.0, Inventory.NONE, inventory, zero, null, null, inventory);
    }

    /** All tokens at the end, inside and outside positions, without fees. */
    public Inventory holdings() {
        return Inventories.plus(deployed, idle);
    }
}
