package weir.isolation.internal;

/** A child process has ended before it answered. The message says why it has ended. */
final class ChildEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ChildEndedException(String message) {
        super(message);
    }
}
