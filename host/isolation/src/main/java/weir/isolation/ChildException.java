package weir.isolation;

/** A call of a strategy in a child process failed, or the process does not run. The message says why. */
public final class ChildException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ChildException(String message) {
        super(message);
    }
}
