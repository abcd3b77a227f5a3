package weir.backtest.v3;

import java.math.BigInteger;
import java.util.Objects;
import weir.backtest.Performance;

/**
 * The earnings of real positions over a period.
 *
 * @param performance inventory, fees and values. The final value includes open positions as if they were closed then, and fees,
 *     after {@code gas}. The loss compares with holding the initial inventory, without fees and gas
 * @param gas cost of all transactions, raw token1 units
 * @param mints number of opened positions
 * @param burns number of closed positions, each with a collect
 * @param shortfalls number of positions that got less than their allocations, because the inventory did not suffice
 * @param swaps number of swaps of the period
 * @param unproven of them, swaps whose route cannot be derived from their events; their fee was shared by the final
 *     liquidity
 */
public record V3Result(
        Performance performance, BigInteger gas, int mints, int burns, int shortfalls, long swaps, long unproven) {

    public V3Result {
        Objects.requireNonNull(performance, "performance");
        Objects.requireNonNull(gas, "gas");
    }
}
