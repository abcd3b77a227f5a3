package weir.strategy;

import java.math.BigInteger;
import java.util.Objects;

/**
 * An amount of each token of the pair.
 *
 * @param amount0 token0, raw units
 * @param amount1 token1, raw units
 */
public record Inventory(BigInteger amount0, BigInteger amount1) {

    /** Nothing of either token. */
    public static final Inventory NONE = new Inventory(BigInteger.ZERO, BigInteger.ZERO);

    public Inventory {
        Objects.requireNonNull(amount0, "amount0");
        Objects.requireNonNull(amount1, "amount1");
    }
}
