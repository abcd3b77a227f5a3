package weir.history;

/**
 * Blocks from {@code first} to {@code last}, both included.
 *
 * @param first the lowest block, at least 0
 * @param last the highest block, at least {@code first}
 */
public record BlockRange(long first, long last) {

    /** Above every block number of a chain today, and below every Unix time since May 2014. */
    private static final long MIN_UNIX_TIME = 1_400_000_000L;

    public BlockRange {
        if (first >= MIN_UNIX_TIME && last != Long.MAX_VALUE) {
            throw new HistoryException(
                    "blocks " + first + " to " + last, "this looks like a Unix time", "Give block numbers, not times");
        }
        if (first < 0 || last < first) {
            throw new HistoryException(
                    "blocks " + first + " to " + last, "the range is empty", "Give a first block not above the last");
        }
    }

    /** Every block. */
    public static BlockRange all() {
        return new BlockRange(0, Long.MAX_VALUE);
    }

    /** Whether the range contains a block. */
    public boolean contains(long block) {
        return block >= first && block <= last;
    }

    /** Whether both ranges contain some block. */
    public boolean overlaps(BlockRange other) {
        return first <= other.last && other.first <= last;
    }

    @Override
    public String toString() {
        return first + " to " + last;
    }
}
