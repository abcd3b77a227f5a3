package weir.history;

import java.util.ArrayList;
import java.util.List;

/**
 * What is stored of a pool.
 *
 * @param pool the pool
 * @param rows swaps stored
 * @param covered the blocks that the history is complete for, rising, never touching: between two of them lies a gap
 * @param pricesOnTick swaps whose price is exactly the ratio of their tick, as in sources that kept only the tick
 * @param bytes size in the store, or -1 where it cannot be told
 */
public record PoolInfo(PoolKey pool, long rows, List<BlockRange> covered, long pricesOnTick, long bytes) {

    public PoolInfo {
        covered = List.copyOf(covered);
        if (covered.isEmpty()) {
            throw new IllegalArgumentException("a pool with history covers blocks");
        }
    }

    /** The first block covered. */
    public long firstBlock() {
        return covered.get(0).first();
    }

    /** The last block covered. */
    public long lastBlock() {
        return covered.get(covered.size() - 1).last();
    }

    /** Blocks between the first and the last that nothing is known of. */
    public List<BlockRange> gaps() {
        List<BlockRange> gaps = new ArrayList<>();
        for (int i = 1; i < covered.size(); i++) {
            gaps.add(
                    new BlockRange(covered.get(i - 1).last() + 1, covered.get(i).first() - 1));
        }
        return gaps;
    }

    /** Whether most prices are mere ratios of ticks, up to 1 bp below the true ones: say so in every result. */
    public boolean approximate() {
        return pricesOnTick * 2 > rows;
    }
}
