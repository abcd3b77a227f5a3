package weir.backtest;

import java.math.BigInteger;
import java.util.Objects;
import weir.strategy.Inventory;

/**
 * What became of an inventory over a period: what scores are made of. Values are in raw token1 units.
 *
 * <p>A {@link Number} is a {@link BigInteger} where the validator computes in integers and a {@link Double} where it
 * computes in floating point, because its arithmetic differs between the two.
 *
 * @param feesCollected fees of both tokens at the final price
 * @param fees0 fees in token0
 * @param fees1 fees in token1
 * @param impermanentLoss what the model calls so, a fraction; {@code null} where it does not say
 * @param inRangeRatio positions in range per swap: above 1 with several positions; {@code null} where it is not known
 * @param deployed tokens in positions at the end
 * @param idle tokens outside positions at the end
 * @param finalSqrtPriceX96 price at the end; zero if the miner never rebalanced
 * @param initialValue value of the initial inventory at the first price; {@code null} if the miner never rebalanced
 * @param finalValue value of what is held at the final price, with fees; {@code null} if the miner never rebalanced
 * @param initialInventory what the miner began with
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

    /** The validator's record of a miner that never rebalanced: everything idle and nothing valued. */
    public static Performance untouched(Inventory inventory) {
        BigInteger nothing = BigInteger.ZERO;
        return new Performance(
                nothing, nothing, nothing, 0.0, 0.0, Inventory.NONE, inventory, nothing, null, null, inventory);
    }

    /** Everything held at the end, in positions and outside them, without fees. */
    public Inventory holdings() {
        return new Inventory(
                deployed.amount0().add(idle.amount0()), deployed.amount1().add(idle.amount1()));
    }
}
