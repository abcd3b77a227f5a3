package weir.backtest.v3;

import java.math.BigInteger;
import java.util.Objects;
import weir.backtest.Performance;

/**
 * What real positions earned over a period.
 *
 * @param performance inventory, fees and values; the final value counts open positions as if they were closed then, with
 *     fees and after {@code gas}; the loss is against holding the initial inventory, fees and gas aside
 * @param gas what all transactions cost, raw token1 units
 * @param mints positions opened
 * @param burns positions closed, each with a collect
 * @param shortfalls positions that got less than their allocations, because the tokens were not there any more
 * @param swaps swaps of the period
 * @param unproven of them, swaps whose way through the ticks their events do not tell; their fee was shared as if the
 *     final liquidity had been there all the way
 */
public record V3Result(
        Performance performance, BigInteger gas, int mints, int burns, int shortfalls, long swaps, long unproven) {

    public V3Result {
        Objects.requireNonNull(performance, "performance");
        Objects.requireNonNull(gas, "gas");
    }
}
