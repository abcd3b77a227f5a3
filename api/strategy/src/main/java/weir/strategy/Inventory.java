package weir.strategy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;

/**
 * An amount of each of the two tokens of a pair.
 *
 * @param amount0 token0, raw units
 * @param amount1 token1, raw units
 */
public record Inventory(BigInteger amount0, BigInteger amount1) {

    /** Zero of both tokens. */
    public static final Inventory NONE = new Inventory(BigInteger.ZERO, BigInteger.ZERO);

    public Inventory {
        Objects.requireNonNull(amount0, "amount0");
        Objects.requireNonNull(amount1, "amount1");
    }

    /**
     * A fraction of both amounts, rounded down.
     *
     * @param fraction 0 to 1
     * @throws IllegalArgumentException if {@code fraction} is outside 0 to 1 or not a number
     */
    public Inventory part(double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("fraction " + fraction + " is outside 0 to 1");
        }
        BigDecimal factor = BigDecimal.valueOf(fraction);
        return new Inventory(
                new BigDecimal(amount0).multiply(factor).toBigInteger(),
                new BigDecimal(amount1).multiply(factor).toBigInteger());
    }
}
