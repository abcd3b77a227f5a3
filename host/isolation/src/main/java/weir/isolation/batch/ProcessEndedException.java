package weir.isolation.batch;

/** The child process has ended, or was killed because it broke a rule. None of its instances can be used any more. The message says why. */
public final class ProcessEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProcessEndedException(String message) {
        super(message);
    }
}
