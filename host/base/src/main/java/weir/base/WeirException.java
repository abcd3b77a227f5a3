package weir.base;

import java.util.Objects;

/**
 * An error that the user can solve. It has a problem (what happened) and a remedy (what to do). Any other exception that
 * reaches the command line is a defect of Weir.
 */
public class WeirException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean usageError;
    private final String remedy;

    /**
     * @param usageError whether the user's input is wrong, for example a flag
     * @param message what happened, without a full stop
     * @param remedy what to do next, a sentence
     * @param cause the exception that caused this one, or {@code null}
     */
    protected WeirException(boolean usageError, String message, String remedy, Throwable cause) {
        super(message, cause);
        this.usageError = usageError;
        this.remedy = Objects.requireNonNull(remedy, "remedy");
    }

    /** Creates an exception for wrong input: a flag, a value or a settings file. */
    public static WeirException usage(String message, String remedy) {
        return new WeirException(true, message, remedy, null);
    }

    /** Creates an exception for an operation that failed although the input was valid. */
    public static WeirException failed(String message, String remedy) {
        return new WeirException(false, message, remedy, null);
    }

    /** As {@link #failed(String, String)}, and appends the cause's {@link #describe description} to the message. */
    public static WeirException failed(String message, String remedy, Throwable cause) {
        return new WeirException(false, message + ": " + describe(cause), remedy, cause);
    }

    /** Whether the user's input is wrong. */
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

    /** Returns an exception's class and message. The class is needed because the message of a file-system exception is only a path. */
    public static String describe(Throwable cause) {
        String name = cause.getClass().getSimpleName().replaceFirst("Exception$", "");
        return cause.getMessage() == null ? name : name + " (" + cause.getMessage() + ")";
    }
}
