package weir.backtest.internal.v3;

import java.math.BigInteger;
import java.util.List;

/**
 * Prices between two neighbouring ends of our ranges, where the same positions are in range.
 *
 * @param above a price lies here if its double is above this
 * @param below and below this
 * @param inRange our positions here
 * @param liquidity what they have together
 */
public record TickInterval(double above, double below, List<OpenPosition> inRange, BigInteger liquidity) {

    /** The neighbourhood of a price among these positions: just above it where it stands on an end itself. */
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

    /** Where the stretch between two prices lies, none of our ranges ending within. */
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

    /** Whether a price surely lies here: beyond doubt even when rounded to a double. */
    boolean holds(BigInteger sqrtPriceX96) {
        return holds(sqrtPriceX96.doubleValue());
    }

    /** The same of a price that was rounded already. */
    boolean holds(double sqrtPriceX96) {
        return sqrtPriceX96 > above && sqrtPriceX96 < below;
    }

    /** Gives our positions here their share of a fee that goes to so much liquidity. */
    void earn(BigInteger fee, BigInteger sharedBy, boolean inToken0) {
        if (fee.signum() > 0) {
            BigInteger share = OpenPosition.share(fee, sharedBy);
            for (OpenPosition position : inRange) {
                position.grow(share, inToken0);
            }
        }
    }
}
