package weir.bench.replay;

import java.util.List;
import weir.backtest.internal.validator.ExactLiquidity;
import weir.strategy.Position;
import weir.strategy.Swap;

/**
 * The validator's fees in a straightforward implementation: BigInteger, swap by swap. Only the ratios at ticks are cached. The
 * reference for speed and results of the fast path.
 */
final class NaiveReplay {

    private final ExactLiquidity liquidity;
    private double fees0;
    private double fees1;

    NaiveReplay(List<Position> positions) {
        liquidity = new ExactLiquidity(positions);
    }

    /** Fees in token0 and token1. */
    double[] fees(List<Swap> swaps) {
        swaps.forEach(this::add);
        return new double[] {fees0, fees1};
    }

    private void add(Swap swap) {
        double own = liquidity.at(swap.price().sqrtPriceX96()).liquidity().doubleValue();
        double share = Math.min(1, own / (swap.liquidity().doubleValue() + own));
        double amount0 = swap.amount0().doubleValue();
        double amount1 = swap.amount1().doubleValue();
        if (amount0 > 0) {
            fees0 += Math.floor(amount0 * SampleSwaps.FEE_RATE * share);
        } else if (amount1 > 0) {
            fees1 += Math.floor(amount1 * SampleSwaps.FEE_RATE * share);
        }
    }
}
