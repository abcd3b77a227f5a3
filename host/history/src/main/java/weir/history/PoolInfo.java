package weir.history;

import java.util.ArrayList;
import java.util.List;

/**
 * Summary of a pool's stored history.
 *
 * @param pool the pool
 * @param rows number of stored swaps
 * @param covered ranges of blocks for which the history is complete, in ascending order; no two are adjacent
 * @param pricesOnTick number of swaps whose price is exactly that of their tick, as in sources that record only the tick
 * @param bytes size on disk; -1 if unknown
 * @param events number of stored events other than swaps
 * @param eventBlocks ranges of blocks for which these events are complete, as {@code covered}; empty if only swaps are stored
 */
public record PoolInfo(
        PoolKey pool,
        long rows,
        List<BlockRange> covered,
        long pricesOnTick,
        long bytes,
        long events,
        List<BlockRange> eventBlocks) {

    /** @throws IllegalArgumentException if no blocks are covered */
    public PoolInfo {
        covered = List.copyOf(covered);
        eventBlocks = List.copyOf(eventBlocks);
        if (covered.isEmpty()) {
            throw new IllegalArgumentException("a pool with history covers at least one range of blocks");
        }
    }

    /** Creates the summary of a pool of which only swaps are stored. */
    public PoolInfo(PoolKey pool, long rows, List<BlockRange> covered, long pricesOnTick, long bytes) {
        this(pool, rows, covered, pricesOnTick, bytes, 0, List.of());
    }

    /** Returns the first covered block. */
    public long firstBlock() {
        return covered.get(0).first();
    }

    /** Returns the last covered block. */
    public long lastBlock() {
        return covered.get(covered.size() - 1).last();
    }

    /** Returns the ranges between the first and last covered block that are not covered. */
    public List<BlockRange> gaps() {
        List<BlockRange> gaps = new ArrayList<>();
        for (int i = 1; i < covered.size(); i++) {
            gaps.add(
                    new BlockRange(covered.get(i - 1).last() + 1, covered.get(i).first() - 1));
        }
        return gaps;
    }

    /** Returns whether most prices are those of ticks, up to 0.01 % below the true price. Callers must tell the user. */
    public boolean isApproximate() {
        return pricesOnTick * 2 > rows;
    }
}
