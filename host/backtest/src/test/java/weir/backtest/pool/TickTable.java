package weir.backtest.pool;

import java.math.BigInteger;
import java.util.NavigableMap;
import java.util.TreeMap;
import weir.uniswap.v3.TickMath;

/** The initialised ticks of a pool, at which positions start or end, as in {@code Tick.sol} and {@code TickBitmap.sol} of v3-core. */
public final class TickTable {

    /** The bitmap has 2^8 ticks per word. A step of a swap ends at the edge of a word, even without an initialised tick there. */
    private static final int WORD_BITS = 8;

    private final int spacing;
    private final NavigableMap<Integer, Tick> initialisedTicks = new TreeMap<>();

    public TickTable(int spacing) {
        this.spacing = spacing;
    }

    /** Adds a change of liquidity to the lower or upper tick of a position. */
    public void update(int tick, int currentTick, BigInteger liquidityDelta, FeeGrowth global, boolean upper) {
        Tick entry = initialisedTicks.computeIfAbsent(tick, t -> new Tick(t <= currentTick ? global : FeeGrowth.NONE));
        entry.liquidityGross = entry.liquidityGross.add(liquidityDelta);
        entry.liquidityNet =
                upper ? entry.liquidityNet.subtract(liquidityDelta) : entry.liquidityNet.add(liquidityDelta);
    }

    /** Removes a tick at which no position starts or ends. */
    public void clear(int tick) {
        Tick entry = initialisedTicks.get(tick);
        if (entry != null && entry.liquidityGross.signum() == 0) {
            initialisedTicks.remove(tick);
        }
    }

    /** Fees per unit of liquidity that were paid between two initialised ticks. */
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

    /** Crosses a tick. Returns the liquidity that an upward crossing adds; a downward crossing subtracts it. */
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

    /** An initialised tick. */
    private static final class Tick {
        private BigInteger liquidityGross = BigInteger.ZERO;
        private BigInteger liquidityNet = BigInteger.ZERO;
        /** Fee growth on the side of this tick where the current tick is not. Only differences are meaningful. */
        private FeeGrowth feeGrowthOutside;

        private Tick(FeeGrowth outside) {
            this.feeGrowthOutside = outside;
        }
    }
}
