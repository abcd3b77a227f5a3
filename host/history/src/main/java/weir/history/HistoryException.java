package weir.history;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import weir.base.Secrets;
import weir.base.WeirException;

/**
 * Thrown if swaps cannot be read or stored, or are invalid. The message is {@code place: fault. Remedy}. It never contains a password.
 */
public final class HistoryException extends WeirException {

    private static final long serialVersionUID = 1L;

    private final String place;
    private final String fault;
    private final int row;

    /**
     * @param place file and line, table and row, or pool and block
     * @param fault what is wrong there
     * @param remedy what the operator should do, a sentence; the full stop is optional
     */
    public HistoryException(String place, String fault, String remedy) {
        this(place, fault, remedy, null);
    }

    /** Creates an exception with a cause. */
    public HistoryException(String place, String fault, String remedy, Throwable cause) {
        this(place, fault, remedy, cause, -1);
    }

    private HistoryException(String place, String fault, String remedy, Throwable cause, int row) {
        super(
                false,
                Secrets.mask(place + ": " + fault) + ". " + remedy,
                remedy.endsWith(".") ? remedy : remedy + ".",
                cause);
        this.place = Secrets.mask(place);
        this.fault = Secrets.mask(fault);
        this.row = row;
    }

    /** Returns an exception for a file or directory that cannot be read; the fault is that of the operating system. */
    public static HistoryException unreadable(Path path, IOException cause) {
        String remedy = cause instanceof AccessDeniedException
                ? "Make it readable for this user"
                : "Check the disk and try again";
        String reason = WeirException.describe(cause).replace(" (" + path + ")", "");
        return new HistoryException("cannot read " + path, reason, remedy, cause);
    }

    /** Returns an exception for one row of a batch, so that a caller can add the row's place in its source. */
    public static HistoryException ofRow(int row, String place, String fault, String remedy) {
        return new HistoryException(place, fault, remedy, null, row);
    }

    /** Returns an exception with the same fault and another place. */
    public HistoryException withPlace(String newPlace) {
        return new HistoryException(newPlace, fault, remedy(), this, row);
    }

    /** Returns the index of the invalid row in its batch; -1 if the fault is not in a row. */
    public int row() {
        return row;
    }

    /** Returns the file and line, table and row, or pool and block. */
    public String place() {
        return place;
    }

    /** Returns what is wrong. */
    public String fault() {
        return fault;
    }

    /** Returns place and fault, without the remedy. */
    @Override
    public String problem() {
        return place + ": " + fault;
    }
}
