package weir.backtest.internal.pool;

import java.math.BigInteger;
import java.util.NavigableMap;
import java.util.TreeMap;
import weir.uniswap.v3.TickMath;

/** The initialised ticks of a pool: {@code Tick.sol} and {@code TickBitmap.sol} of v3-core. */
public final class TickTable {

    /** log2 of the ticks per word of the bitmap. A step of a swap ends at the edge of a word, even without an initialised tick. */
    private static final int WORD_BITS = 8;

    private final int spacing;
    private final NavigableMap<Integer, Tick> initialisedTicks = new TreeMap<>();

    public TickTable(int spacing) {
        this.spacing = spacing;
    }

    /** Adds liquidity to one end of a range, or removes it. */
    public void update(int tick, int currentTick, BigInteger liquidityDelta, FeeGrowth global, boolean upper) {
        Tick entry = initialisedTicks.computeIfAbsent(tick, t -> new Tick(t <= currentTick ? global : FeeGrowth.NONE));
        entry.liquidityGross = entry.liquidityGross.add(liquidityDelta);
        entry.liquidityNet =
                upper ? entry.liquidityNet.subtract(liquidityDelta) : entry.liquidityNet.add(liquidityDelta);
    }

    /** Removes a tick at which no range ends. */
    public void clear(int tick) {
        Tick entry = initialisedTicks.get(tick);
        if (entry != null && entry.liquidityGross.signum() == 0) {
            initialisedTicks.remove(tick);
        }
    }

    /** Fees per unit of liquidity so far between two initialised ticks. */
    public FeeGrowth feeGrowthInside(int lower, int upper, int currentTick, FeeGrowth global) {
        FeeGrowth lowerOutside = initialisedTicks.get(lower).feeGrowthOutside;
        FeeGrowth upperOutside = initialisedTicks.get(upper).feeGrowthOutside;
        FeeGrowth below = currentTick >= lower ? lowerOutside : global.minus(lowerOutside);
        FeeGrowth above = currentTick < upper ? upperOutside : global.minus(upperOutside);
        return global.minus(below).minus(above);
    }

    public boolean isInitialised(int tick) {
        return initialisedTicks.containsKey(tick);
    }

    /** Crosses a tick; returns the liquidity that an upward crossing adds. */
    public BigInteger cross(int tick, FeeGrowth global) {
        Tick entry = initialisedTicks.get(tick);
        entry.feeGrowthOutside = global.minus(entry.feeGrowthOutside);
        return entry.liquidityNet;
    }

    /**
     * The tick at which the next step of a swap ends: the next initialised tick at or below {@code tick} (or above it), but not
     * beyond the edge of the bitmap's word or the range of ticks.
     */
    public int nextTick(int tick, boolean downwards) {
        int compressed = Math.floorDiv(tick, spacing);
        if (downwards) {
            int edge = (compressed >> WORD_BITS << WORD_BITS) * spacing;
            Integer found = initialisedTicks.floorKey(compressed * spacing);
            return Math.max(found == null ? edge : Math.max(found, edge), TickMath.MIN_TICK);
        }
        int edge = ((compressed + 1 >> WORD_BITS << WORD_BITS) + (1 << WORD_BITS) - 1) * spacing;
        Integer found = initialisedTicks.higherKey(compressed * spacing);
        return Math.min(found == null ? edge : Math.min(found, edge), TickMath.MAX_TICK);
    }

    /** A tick at which ranges end. */
    private static final class Tick {
        private BigInteger liquidityGross = BigInteger.ZERO;
        private BigInteger liquidityNet = BigInteger.ZERO;
        /** Fees on the other side of this tick, seen from the current one; only differences are meaningful. */
        private FeeGrowth feeGrowthOutside;

        private Tick(FeeGrowth outside) {
            this.feeGrowthOutside = outside;
        }
    }
}
