package weir.history.internal.load;

import java.io.Closeable;
import java.io.IOException;
import weir.history.SwapRow;

/** Rows on their way into a store, one after the other, with what is needed to speak of them. One thread. */
public interface RowSource extends Closeable {

    /** The same text for the same rows: an interrupted import of it can go on. */
    String identity();

    /** Rows up to this block are there already and need not come again. Called at most once, before the first row. */
    void skipTo(long block);

    /** The next row within the blocks asked for, or null after the last. */
    SwapRow next() throws IOException;

    /** Number of the last row in its source, for {@link #place}. */
    long position();

    /** Where a row is, for people. */
    String place(long position);

    /** How much has been read, 0 to 1. */
    double progress();

    /** What to say when nothing came. */
    String nothing();
}
