package weir.history.internal.check;

import java.math.BigInteger;
import java.util.Arrays;
import weir.history.Int256Column;
import weir.uniswap.v3.TickMath;

/**
 * Caches the square-root prices of ticks as limbs, so that a row is validated by two comparisons instead of forty multiplications of big
 * integers. A direct-mapped cache. Not thread-safe.
 */
public final class TickRatioCache {

    private static final int SLOTS = 1 << 12;

    private final int[] ticks = new int[SLOTS];
    private final long[] limbs = new long[SLOTS * 3];

    public TickRatioCache() {
        Arrays.fill(ticks, Integer.MIN_VALUE);
    }

    /** Compares a row's price, which is not negative, with the price of a tick. Returns a negative number, 0 or a positive number. */
    public int compare(Int256Column prices, int row, int tick) {
        if (prices.limbCount() > 3 && prices.limb(3)[row] != 0) {
            return 1;
        }
        int slot = loadSlot(tick) * 3;
        for (int limb = 2; limb >= 0; limb--) {
            long price = limb < prices.limbCount() ? prices.limb(limb)[row] : 0;
            int order = Long.compareUnsigned(price, limbs[slot + limb]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private int loadSlot(int tick) {
        int slot = tick & SLOTS - 1;
        if (ticks[slot] != tick) {
            BigInteger ratio = TickMath.getSqrtRatioAtTick(tick);
            ticks[slot] = tick;
            for (int limb = 0; limb < 3; limb++) {
                limbs[slot * 3 + limb] = ratio.shiftRight(64 * limb).longValue();
            }
        }
        return slot;
    }
}
