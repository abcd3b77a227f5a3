package weir.backtest.internal.validator;

import java.math.BigInteger;
import java.util.List;
import weir.strategy.Position;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.TickMath;

/**
 * Computes the total liquidity of positions in range with exact integers, like the validator. Immutable and thread-safe.
 */
public final class ExactLiquidity {

    private final List<Range> ranges;

    private record Range(BigInteger lower, BigInteger upper, BigInteger allocation0, BigInteger allocation1) {}

    /**
     * The positions in range at a price.
     *
     * @param positions number of positions
     * @param liquidity their total liquidity
     */
    public record InRange(int positions, BigInteger liquidity) {}

    /** @throws IllegalArgumentException if a tick is outside +-887,272 */
    public ExactLiquidity(List<Position> positions) {
        ranges = positions.stream().map(ExactLiquidity::range).toList();
    }

    /**
     * The positions whose range contains the price, both ends included. Their liquidity is computed from the allocations at this
     * price.
     *
     * @throws ArithmeticException if the price is at a position whose range is empty
     */
    public InRange at(BigInteger sqrtPriceX96) {
        int count = 0;
        BigInteger liquidity = BigInteger.ZERO;
        for (Range range : ranges) {
            if (range.lower.compareTo(sqrtPriceX96) <= 0 && sqrtPriceX96.compareTo(range.upper) <= 0) {
                count++;
                liquidity = liquidity.add(LiquidityAmounts.maxLiquidityForAmounts(
                        sqrtPriceX96, range.lower, range.upper, range.allocation0, range.allocation1));
            }
        }
        return new InRange(count, liquidity);
    }

    private static Range range(Position position) {
        return new Range(
                TickMath.getSqrtRatioAtTick(position.tickLower()),
                TickMath.getSqrtRatioAtTick(position.tickUpper()),
                position.allocation0(),
                position.allocation1());
    }
}
