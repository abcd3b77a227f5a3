package weir.history.internal.load;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import weir.history.BlockRange;
import weir.history.PoolEvent;
import weir.history.SwapRow;

/** Reads the rows to import, in order. Not thread-safe. */
public interface RowSource extends Closeable {

    /** Returns a text that identifies the rows; the same text continues an interrupted import. */
    String identity();

    /** Returns whether a source with the same identity has the same rows, so that an interrupted import can be continued. */
    default boolean isResumable() {
        return true;
    }

    /**
     * Tells the source that rows up to a block are not needed. Called at most once, before the first row.
     *
     * @return whether the source skips them
     */
    boolean skipTo(long block);

    /** Returns the next row in the requested blocks; null after the last one. */
    SwapRow next() throws IOException;

    /**
     * Returns the block of the first event other than a swap in the requested blocks; {@link Long#MAX_VALUE} if the source has only
     * swaps.
     */
    default long firstEventBlock() {
        return Long.MAX_VALUE;
    }

    /** Returns all events other than swaps in a range of blocks; empty if the source has only swaps. Ranges ascend without gaps. */
    default Optional<List<PoolEvent>> events(BlockRange blocks) {
        return Optional.empty();
    }

    /** Returns the position of the last row in the source, for {@link #place}. */
    long position();

    /** Returns a description of a position, for messages. */
    String place(long position);

    /** Returns the fraction of the source that has been read, 0 to 1. */
    double progress();

    /** Returns the number of rows that repeat another one; {@link #next} omits them. */
    default long duplicates() {
        return 0;
    }

    /** Returns why the source has no row, for messages. */
    String emptyReason();
}
