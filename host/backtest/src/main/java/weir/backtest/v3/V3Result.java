package weir.backtest.v3;

import java.math.BigInteger;
import java.util.Objects;
import weir.backtest.Performance;

/**
 * The earnings of real positions over a period.
 *
 * @param performance inventory, fees and values. The final value includes open positions as if they were closed then, and fees,
 *     after {@code gas}. The loss compares with holding the initial inventory, without fees and gas
 * @param gasCost cost of all transactions, raw token1 units
 * @param mintCount number of opened positions
 * @param burnCount number of closed positions, each with a collect
 * @param shortfallCount number of positions that got less than their allocations, because the inventory did not suffice
 * @param swapCount number of swaps of the period
 * @param unprovenSwaps of them, swaps whose route cannot be derived from their events; their fee was shared by the final
 *     liquidity
 */
public record V3Result(
        Performance performance,
        BigInteger gasCost,
        int mintCount,
        int burnCount,
        int shortfallCount,
        long swapCount,
        long unprovenSwaps) {

    public V3Result {
        Objects.requireNonNull(performance, "performance");
        Objects.requireNonNull(gasCost, "gas");
    }
}
