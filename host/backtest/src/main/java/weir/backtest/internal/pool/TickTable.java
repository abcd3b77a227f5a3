package weir.backtest.internal.pool;

import java.math.BigInteger;
import java.util.NavigableMap;
import java.util.TreeMap;
import weir.uniswap.v3.TickMath;

/** The initialised ticks of a pool: {@code Tick.sol} and {@code TickBitmap.sol} of v3-core. */
public final class TickTable {

    /** log2 of how many ticks share a word of the bitmap. A swap's step ends at a word's edge, initialised tick or not. */
    private static final int WORD = 8;

    private final int spacing;
    private final NavigableMap<Integer, Tick> initialised = new TreeMap<>();

    public TickTable(int spacing) {
        this.spacing = spacing;
    }

    /** Adds liquidity to one end of a range, or takes it away; a tick that no range ends at any more is forgotten. */
    public void update(int tick, int currentTick, BigInteger liquidityDelta, FeeGrowth global, boolean upper) {
        Tick entry = initialised.computeIfAbsent(tick, t -> new Tick(t <= currentTick ? global : FeeGrowth.NONE));
        entry.liquidityGross = entry.liquidityGross.add(liquidityDelta);
        entry.liquidityNet =
                upper ? entry.liquidityNet.subtract(liquidityDelta) : entry.liquidityNet.add(liquidityDelta);
    }

    /** Forgets a tick that no range ends at. */
    public void clear(int tick) {
        Tick entry = initialised.get(tick);
        if (entry != null && entry.liquidityGross.signum() == 0) {
            initialised.remove(tick);
        }
    }

    /** Fees per unit of liquidity earned so far between two initialised ticks. */
    public FeeGrowth inside(int lower, int upper, int currentTick, FeeGrowth global) {
        FeeGrowth lowerOutside = initialised.get(lower).outside;
        FeeGrowth upperOutside = initialised.get(upper).outside;
        FeeGrowth below = currentTick >= lower ? lowerOutside : global.minus(lowerOutside);
        FeeGrowth above = currentTick < upper ? upperOutside : global.minus(upperOutside);
        return global.minus(below).minus(above);
    }

    public boolean isInitialised(int tick) {
        return initialised.containsKey(tick);
    }

    /** Turns a tick over and gives the liquidity that comes in range when it is crossed upwards. */
    public BigInteger cross(int tick, FeeGrowth global) {
        Tick entry = initialised.get(tick);
        entry.outside = global.minus(entry.outside);
        return entry.liquidityNet;
    }

    /**
     * Where the next step of a swap must end: the next initialised tick at or below {@code tick} (or above it), but no
     * farther than the edge of the bitmap's word, and within the range of ticks.
     */
    public int next(int tick, boolean downwards) {
        int compressed = Math.floorDiv(tick, spacing);
        if (downwards) {
            int edge = (compressed >> WORD << WORD) * spacing;
            Integer found = initialised.floorKey(compressed * spacing);
            return Math.max(found == null ? edge : Math.max(found, edge), TickMath.MIN_TICK);
        }
        int edge = ((compressed + 1 >> WORD << WORD) + (1 << WORD) - 1) * spacing;
        Integer found = initialised.higherKey(compressed * spacing);
        return Math.min(found == null ? edge : Math.min(found, edge), TickMath.MAX_TICK);
    }

    /** One end of some ranges. */
    private static final class Tick {
        private BigInteger liquidityGross = BigInteger.ZERO;
        private BigInteger liquidityNet = BigInteger.ZERO;
        /** Fees earned on the other side of this tick, seen from the current one; only differences have a meaning. */
        private FeeGrowth outside;

        private Tick(FeeGrowth outside) {
            this.outside = outside;
        }
    }
}
