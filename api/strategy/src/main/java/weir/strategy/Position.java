package weir.strategy;

import java.math.BigInteger;
import java.util.Objects;

/**
 * A concentrated-liquidity position, current or desired.
 *
 * @param tickLower lower end of the range, a multiple of the pool's tick spacing
 * @param tickUpper upper end, greater than {@code tickLower}
 * @param allocation0 token0 allocated to the position, raw units, not negative. The amount that the position uses depends on the
 *     price; see {@code weir.uniswap.v3.LiquidityAmounts}
 * @param allocation1 token1 allocated to the position, raw units, not negative
 */
public record Position(int tickLower, int tickUpper, BigInteger allocation0, BigInteger allocation1) {

    public Position {
        Objects.requireNonNull(allocation0, "allocation0");
        Objects.requireNonNull(allocation1, "allocation1");
    }
}
