package weir.history;

import java.util.Objects;

/**
 * History that cannot be read, believed or stored. The message reads {@code place: fault. Remedy}; the parts are there for
 * whoever shows them apart. Never carries a password.
 */
public final class HistoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String place;
    private final String fault;
    private final String remedy;
    private final int row;

    /**
     * @param place file and line, table and row, or pool and block
     * @param fault what is wrong there
     * @param remedy what the operator does next, a sentence
     */
    public HistoryException(String place, String fault, String remedy) {
        this(place, fault, remedy, null);
    }

    /** As above, with the failure beneath it. */
    public HistoryException(String place, String fault, String remedy, Throwable cause) {
        this(place, fault, remedy, cause, -1);
    }

    private HistoryException(String place, String fault, String remedy, Throwable cause, int row) {
        super(place + ": " + fault + ". " + remedy, cause);
        this.place = Objects.requireNonNull(place, "place");
        this.fault = Objects.requireNonNull(fault, "fault");
        this.remedy = Objects.requireNonNull(remedy, "remedy");
        this.row = row;
    }

    /** A fault of one row of a batch, for a caller that knows where the row came from. */
    public static HistoryException ofRow(int row, String place, String fault, String remedy) {
        return new HistoryException(place, fault, remedy, null, row);
    }

    /** The same fault, said to be elsewhere. */
    public HistoryException at(String elsewhere) {
        return new HistoryException(elsewhere, fault, remedy, this, row);
    }

    /** Index of the row of the batch that was given, or -1 if no row of it is at fault. */
    public int row() {
        return row;
    }

    /** File and line, table and row, or pool and block. */
    public String place() {
        return place;
    }

    /** What is wrong. */
    public String fault() {
        return fault;
    }

    /** What to do next. */
    public String remedy() {
        return remedy;
    }
}
