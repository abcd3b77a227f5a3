package weir.uniswap.v3;

/**
 * The range of a position: two ticks. A pool accepts it if both are multiples of its tick spacing and within +-887,272.
 *
 * @param lower lower tick
 * @param upper upper tick, greater than {@code lower}
 */
public record TickRange(int lower, int upper) {

    /** @throws IllegalArgumentException if {@code lower} is not below {@code upper} */
    public TickRange {
        if (lower >= upper) {
            throw new IllegalArgumentException("lower tick " + lower + " is not below upper tick " + upper);
        }
    }

    /**
     * The range from {@code tick - halfWidth} to {@code tick + halfWidth}, with both ends rounded outwards to multiples of the tick
     * spacing. It is limited to the valid ticks and is at least one tick spacing wide.
     *
     * @param tick centre of the range
     * @param halfWidth ticks from the centre to each end, not negative
     * @param tickSpacing the pool's spacing, 1 to {@link TickMath#MAX_TICK}
     * @throws IllegalArgumentException if {@code halfWidth} is negative or {@code tickSpacing} is invalid
     */
    public static TickRange around(int tick, int halfWidth, int tickSpacing) {
        if (halfWidth < 0 || tickSpacing < 1 || tickSpacing > TickMath.MAX_TICK) {
            throw new IllegalArgumentException("invalid half width " + halfWidth + " and tick spacing " + tickSpacing);
        }
        long bound = TickMath.MAX_TICK / tickSpacing * (long) tickSpacing;
        long down = Math.floorDiv((long) tick - halfWidth, (long) tickSpacing) * tickSpacing;
        long up = -Math.floorDiv(-((long) tick + halfWidth), (long) tickSpacing) * tickSpacing;
        long lower = Math.max(-bound, Math.min(bound - tickSpacing, down));
        long upper = Math.min(bound, Math.max(lower + tickSpacing, up));
        return new TickRange((int) lower, (int) upper);
    }

    /** Distance in ticks from {@code tick} to the nearer end; negative outside the range. */
    public int distanceToEdge(int tick) {
        return Math.min(tick - lower, upper - tick);
    }

    /** Number of ticks from the lower to the upper end. */
    public int width() {
        return upper - lower;
    }
}
