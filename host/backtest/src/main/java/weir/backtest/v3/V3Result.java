package weir.backtest.v3;

import java.math.BigInteger;
import weir.backtest.Performance;

/**
 * The result of the {@code v3} model over a period.
 *
 * @param performance inventory, fees and values. The final value is the value of all tokens and fees after burning all positions, minus
 *     gas. The impermanent loss ignores fees and gas
 * @param gasCost cost of all transactions, raw token1 units
 * @param mintCount number of minted positions
 * @param burnCount number of burned positions, each with a collect
 * @param shortfallCount number of positions that used less than their allocations because the idle tokens did not suffice
 * @param swapCount number of swaps in the period
 * @param unprovenSwaps number of swaps whose route cannot be proven from their event; the liquidity after the swap shares their fee
 */
public record V3Result(
        Performance performance,
        BigInteger gasCost,
        int mintCount,
        int burnCount,
        int shortfallCount,
        long swapCount,
        long unprovenSwaps) {}
