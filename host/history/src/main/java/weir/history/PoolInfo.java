package weir.history;

import java.util.ArrayList;
import java.util.List;

/**
 * Summary of a pool's stored history.
 *
 * @param pool the pool
 * @param rows swaps stored
 * @param covered ranges of blocks for which the history is complete, ascending, with a gap between any two
 * @param pricesOnTick swaps whose price is exactly the ratio of their tick, as in sources that record only the tick
 * @param bytes size of the store, or -1 if unknown
 */
public record PoolInfo(PoolKey pool, long rows, List<BlockRange> covered, long pricesOnTick, long bytes) {

    public PoolInfo {
        covered = List.copyOf(covered);
        if (covered.isEmpty()) {
            throw new IllegalArgumentException("a pool with history covers at least one range of blocks");
        }
    }

    /** First covered block. */
    public long firstBlock() {
        return covered.get(0).first();
    }

    /** Last covered block. */
    public long lastBlock() {
        return covered.get(covered.size() - 1).last();
    }

    /** Ranges between the first and last covered block that are not covered. */
    public List<BlockRange> gaps() {
        List<BlockRange> gaps = new ArrayList<>();
        for (int i = 1; i < covered.size(); i++) {
            gaps.add(
                    new BlockRange(covered.get(i - 1).last() + 1, covered.get(i).first() - 1));
        }
        return gaps;
    }

    /** Whether most prices are ratios of ticks, up to 1 bp below the true price. Results must mention it. */
    public boolean approximate() {
        return pricesOnTick * 2 > rows;
    }
}
