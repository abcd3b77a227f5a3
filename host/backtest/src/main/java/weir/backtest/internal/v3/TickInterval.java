package weir.backtest.internal.v3;

import java.math.BigInteger;
import java.util.List;

/**
 * An interval of prices between two adjacent ends of our ranges, in which the same positions are in range.
 *
 * @param above prices of the interval are above this
 * @param below and below this
 * @param inRange our positions in range
 * @param liquidity their total liquidity
 */
public record TickInterval(double above, double below, List<OpenPosition> inRange, BigInteger liquidity) {

    /** The interval that contains a price; the interval above it if the price is itself an end. */
    static TickInterval of(BigInteger sqrtPriceX96, List<OpenPosition> open) {
        double above = 0;
        double below = Double.POSITIVE_INFINITY;
        for (OpenPosition position : open) {
            for (BigInteger end : List.of(position.lower(), position.upper())) {
                if (end.compareTo(sqrtPriceX96) <= 0) {
                    above = Math.max(above, end.doubleValue());
                } else {
                    below = Math.min(below, end.doubleValue());
                }
            }
        }
        return new TickInterval(above, below, covering(open, sqrtPriceX96, sqrtPriceX96));
    }

    /** The interval that contains a segment in which none of our ranges ends. */
    static TickInterval between(BigInteger low, BigInteger high, List<OpenPosition> open) {
        return new TickInterval(low.doubleValue(), high.doubleValue(), covering(open, low, high));
    }

    private TickInterval(double above, double below, List<OpenPosition> inRange) {
        this(
                above,
                below,
                inRange,
                inRange.stream().map(OpenPosition::liquidity).reduce(BigInteger.ZERO, BigInteger::add));
    }

    private static List<OpenPosition> covering(List<OpenPosition> open, BigInteger low, BigInteger high) {
        return open.stream().filter(position -> position.covers(low, high)).toList();
    }

    /** Whether the interval contains a price, even if it is rounded to a double. */
    boolean contains(BigInteger sqrtPriceX96) {
        return contains(sqrtPriceX96.doubleValue());
    }

    /** The same for a price that is already rounded. */
    boolean contains(double sqrtPriceX96) {
        return sqrtPriceX96 > above && sqrtPriceX96 < below;
    }

    /** Adds the positions' share of a fee that is divided among a total liquidity. */
    void earn(BigInteger fee, BigInteger totalLiquidity, boolean inToken0) {
        if (fee.signum() > 0) {
            BigInteger share = OpenPosition.share(fee, totalLiquidity);
            for (OpenPosition position : inRange) {
                position.grow(share, inToken0);
            }
        }
    }
}
