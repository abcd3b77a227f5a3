package weir.bench.replay;

import java.math.BigInteger;
import java.util.List;
import weir.strategy.Position;
import weir.strategy.Swap;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.TickMath;

/**
 * The validator's fees in a straightforward implementation: BigInteger, swap by swap. Only the ratios at ticks are cached. The
 * reference for speed and results of the fast path.
 */
final class NaiveReplay {

    private record Range(BigInteger lower, BigInteger upper, Position position) {}

    private final List<Range> ranges;
    private double fees0;
    private double fees1;

    NaiveReplay(List<Position> positions) {
        ranges = positions.stream()
                .map(position -> new Range(
                        TickMath.getSqrtRatioAtTick(position.tickLower()),
                        TickMath.getSqrtRatioAtTick(position.tickUpper()),
                        position))
                .toList();
    }

    /** Fees in token0 and token1. */
    double[] fees(List<Swap> swaps) {
        swaps.forEach(this::add);
        return new double[] {fees0, fees1};
    }

    private void add(Swap swap) {
        double own = liquidity(swap.price().sqrtPriceX96()).doubleValue();
        double share = Math.min(1, own / (swap.liquidity().doubleValue() + own));
        double amount0 = swap.amount0().doubleValue();
        double amount1 = swap.amount1().doubleValue();
        if (amount0 > 0) {
            fees0 += Math.floor(amount0 * SampleSwaps.FEE_RATE * share);
        } else if (amount1 > 0) {
            fees1 += Math.floor(amount1 * SampleSwaps.FEE_RATE * share);
        }
    }

    private BigInteger liquidity(BigInteger price) {
        return ranges.stream()
                .filter(range -> range.lower.compareTo(price) <= 0 && price.compareTo(range.upper) <= 0)
                .map(range -> LiquidityAmounts.maxLiquidityForAmounts(
                        price, range.lower, range.upper, range.position.allocation0(), range.position.allocation1()))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
