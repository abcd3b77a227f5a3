package weir.history;

import java.util.Objects;
import weir.base.WeirException;

/**
 * History that cannot be read, trusted or stored. The message is {@code place: fault. Remedy}; the parts are also available
 * separately. It never contains a password.
 */
public final class HistoryException extends WeirException {

    private static final long serialVersionUID = 1L;

    private final String place;
    private final String fault;
    private final int row;

    /**
     * @param place file and line, table and row, or pool and block
     * @param fault what is wrong there
     * @param remedy what the operator does next, a sentence; its full stop may be left out
     */
    public HistoryException(String place, String fault, String remedy) {
        this(place, fault, remedy, null);
    }

    /** As above, with the exception that caused it. */
    public HistoryException(String place, String fault, String remedy, Throwable cause) {
        this(place, fault, remedy, cause, -1);
    }

    private HistoryException(String place, String fault, String remedy, Throwable cause, int row) {
        super(false, place + ": " + fault + ". " + remedy, remedy.endsWith(".") ? remedy : remedy + ".", cause);
        this.place = Objects.requireNonNull(place, "place");
        this.fault = Objects.requireNonNull(fault, "fault");
        this.row = row;
    }

    /** A fault in one row of a batch, for a caller that knows the origin of the row. */
    public static HistoryException ofRow(int row, String place, String fault, String remedy) {
        return new HistoryException(place, fault, remedy, null, row);
    }

    /** The same fault at another place. */
    public HistoryException at(String elsewhere) {
        return new HistoryException(elsewhere, fault, remedy(), this, row);
    }

    /** Index of the faulty row in the batch; -1 if the fault is not in a row of the batch. */
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

    /** Place and fault, without the remedy. */
    @Override
    public String problem() {
        return place + ": " + fault;
    }
}
