package weir.history;

/**
 * Blocks from {@code first} to {@code last}, both included.
 *
 * @param first the lowest block, at least 0
 * @param last the highest block, at least {@code first}
 */
public record BlockRange(long first, long last) {

    /** A first block from here on is taken for a Unix time: no chain has as many blocks, and it is a time in May 2014. */
    private static final long MIN_UNIX_SECONDS = 1_400_000_000L;

    /** @throws HistoryException if the range is empty or negative, or its numbers are Unix times */
    public BlockRange {
        if (first >= MIN_UNIX_SECONDS && last != Long.MAX_VALUE) {
            throw new HistoryException(
                    "blocks " + first + " to " + last, "this looks like a Unix time", "Give block numbers, not times");
        }
        if (first < 0 || last < first) {
            throw new HistoryException(
                    "blocks " + first + " to " + last,
                    "the range is empty",
                    "Give a first block that is not above the last one");
        }
    }

    /** Returns the range of all blocks. */
    public static BlockRange all() {
        return new BlockRange(0, Long.MAX_VALUE);
    }

    /** Returns whether the range contains a block. */
    public boolean contains(long block) {
        return block >= first && block <= last;
    }

    /** Returns whether the two ranges have a block in common. */
    public boolean overlaps(BlockRange other) {
        return first <= other.last && other.first <= last;
    }

    @Override
    public String toString() {
        return first + " to " + last;
    }
}
