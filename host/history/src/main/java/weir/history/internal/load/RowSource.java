package weir.history.internal.load;

import java.io.Closeable;
import java.io.IOException;
import weir.history.SwapRow;

/** Rows to import, in order, and their places for messages. For one thread. */
public interface RowSource extends Closeable {

    /** Identifies the rows; an interrupted import resumes under the same identity. */
    String identity();

    /** Announces that rows up to a block are not needed. Called at most once, before the first row. */
    void skipTo(long block);

    /** The next row within the requested blocks; null after the last. */
    SwapRow next() throws IOException;

    /** Position of the last row in the source, for {@link #place}. */
    long position();

    /** Describes the place of a row, for messages. */
    String place(long position);

    /** Fraction that has been read, 0 to 1. */
    double progress();

    /** Why the source returned no row, for messages. */
    String emptyReason();
}
