package weir.uniswap.v3;

/**
 * A range that a pool accepts for a position: both ends are multiples of its tick spacing, in order, and within +-887,272.
 *
 * @param lower lower tick
 * @param upper upper tick, greater than {@code lower}
 */
public record TickRange(int lower, int upper) {

    /** @throws IllegalArgumentException if the ends are not in order */
    public TickRange {
        if (lower >= upper) {
            throw new IllegalArgumentException("lower tick " + lower + " is not below upper tick " + upper);
        }
    }

    /**
     * The range that reaches at least {@code halfWidth} to both sides of {@code tick}, its ends rounded outwards to the
     * spacing. Where the scale of ticks ends, so does the range; at least one spacing is always left.
     *
     * @param tick the middle, at which the price stands
     * @param halfWidth ticks to either side, not negative
     * @param tickSpacing the pool's spacing, 1 to {@link TickMath#MAX_TICK}
     * @throws IllegalArgumentException if {@code halfWidth} is negative or no range has that spacing
     */
    public static TickRange around(int tick, int halfWidth, int tickSpacing) {
        if (halfWidth < 0 || tickSpacing < 1 || tickSpacing > TickMath.MAX_TICK) {
            throw new IllegalArgumentException(
                    "no range has half width " + halfWidth + " and tick spacing " + tickSpacing);
        }
        long bound = TickMath.MAX_TICK / tickSpacing * (long) tickSpacing;
        long down = Math.floorDiv((long) tick - halfWidth, (long) tickSpacing) * tickSpacing;
        long up = -Math.floorDiv(-((long) tick + halfWidth), (long) tickSpacing) * tickSpacing;
        long lower = Math.max(-bound, Math.min(bound - tickSpacing, down));
        long upper = Math.min(bound, Math.max(lower + tickSpacing, up));
        return new TickRange((int) lower, (int) upper);
    }

    /** Ticks from {@code tick} to the nearer end; negative outside the range. */
    public int distanceToEdge(int tick) {
        return Math.min(tick - lower, upper - tick);
    }

    /** Ticks from end to end. */
    public int width() {
        return upper - lower;
    }
}
