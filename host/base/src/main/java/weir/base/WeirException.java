package weir.base;

import java.util.Objects;

/**
 * A failure that the user can act on: what happened, and what to do next. The root of Weir's own unchecked exceptions; every
 * other exception that reaches a command line is a defect.
 */
public class WeirException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean usageError;
    private final String remedy;

    /**
     * @param usageError whether the caller's input is wrong, rather than its surroundings
     * @param message what happened, without a full stop
     * @param remedy what to do next, a sentence
     * @param cause the exception below; {@code null} for none
     */
    protected WeirException(boolean usageError, String message, String remedy, Throwable cause) {
        super(message, cause);
        this.usageError = usageError;
        this.remedy = Objects.requireNonNull(remedy, "remedy");
    }

    /** The caller's input is wrong: a flag, a value, a file of settings. */
    public static WeirException usage(String message, String remedy) {
        return new WeirException(true, message, remedy, null);
    }

    /** Valid input, and the operation failed. */
    public static WeirException failed(String message, String remedy) {
        return new WeirException(false, message, remedy, null);
    }

    /** As {@link #failed(String, String)}; the message ends with the reason of the cause. */
    public static WeirException failed(String message, String remedy, Throwable cause) {
        return new WeirException(false, message + ": " + reason(cause), remedy, cause);
    }

    /** Whether the caller's input is wrong. */
    public final boolean isUsageError() {
        return usageError;
    }

    /** What happened, without the remedy and without a full stop. */
    public String problem() {
        return getMessage();
    }

    /** What to do next, a sentence. */
    public final String remedy() {
        return remedy;
    }

    /** The class and the message of an exception: the message of a file-system exception is only the path. */
    public static String reason(Throwable cause) {
        String name = cause.getClass().getSimpleName().replaceFirst("Exception$", "");
        return cause.getMessage() == null ? name : name + " (" + cause.getMessage() + ")";
    }
}
