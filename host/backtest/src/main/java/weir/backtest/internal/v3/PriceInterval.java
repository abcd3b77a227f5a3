package weir.backtest.internal.v3;

import java.math.BigInteger;
import java.util.List;

/**
 * An interval of prices between two adjacent ends of the ranges of our positions. The same positions are in range in all of it.
 *
 * @param lowerBound exclusive lower end, square-root price Q64.96
 * @param upperBound exclusive upper end, square-root price Q64.96
 * @param positionsInRange positions in range
 * @param liquidity their total liquidity
 */
public record PriceInterval(
        double lowerBound, double upperBound, List<OpenPosition> positionsInRange, BigInteger liquidity) {

    /** The interval that contains a price, or starts at it. */
    static PriceInterval of(BigInteger sqrtPriceX96, List<OpenPosition> openPositions) {
        double above = 0;
        double below = Double.POSITIVE_INFINITY;
        for (OpenPosition position : openPositions) {
            for (BigInteger end : List.of(position.lower(), position.upper())) {
                if (end.compareTo(sqrtPriceX96) <= 0) {
                    above = Math.max(above, end.doubleValue());
                } else {
                    below = Math.min(below, end.doubleValue());
                }
            }
        }
        return new PriceInterval(above, below, positionsCovering(openPositions, sqrtPriceX96, sqrtPriceX96));
    }

    /** The interval between two prices between which no range ends. */
    static PriceInterval between(BigInteger low, BigInteger high, List<OpenPosition> openPositions) {
        return new PriceInterval(low.doubleValue(), high.doubleValue(), positionsCovering(openPositions, low, high));
    }

    private PriceInterval(double lowerBound, double upperBound, List<OpenPosition> positionsInRange) {
        this(
                lowerBound,
                upperBound,
                positionsInRange,
                positionsInRange.stream().map(OpenPosition::liquidity).reduce(BigInteger.ZERO, BigInteger::add));
    }

    private static List<OpenPosition> positionsCovering(
            List<OpenPosition> openPositions, BigInteger low, BigInteger high) {
        return openPositions.stream()
                .filter(position -> position.covers(low, high))
                .toList();
    }

    /** Whether the interval contains a price and its rounded double. */
    boolean contains(BigInteger sqrtPriceX96) {
        return contains(sqrtPriceX96.doubleValue());
    }

    /** Whether the interval contains a price that is rounded to a double. */
    boolean contains(double sqrtPriceX96) {
        return sqrtPriceX96 > lowerBound && sqrtPriceX96 < upperBound;
    }

    /** Adds a fee, which a total liquidity shares, to the positions in range. */
    void addFee(BigInteger fee, BigInteger totalLiquidity, boolean inToken0) {
        if (fee.signum() > 0) {
            BigInteger share = OpenPosition.feePerLiquidity(fee, totalLiquidity);
            for (OpenPosition position : positionsInRange) {
                position.addFeeGrowth(share, inToken0);
            }
        }
    }
}
