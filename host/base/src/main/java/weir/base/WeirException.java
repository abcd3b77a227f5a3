package weir.base;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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

    /**
     * Returns what an exception means, without secrets: plain words for the usual errors of files, otherwise its class and its
     * message.
     */
    public static String describe(Throwable cause) {
        if (cause instanceof FileSystemException error) {
            String reason = cause instanceof AccessDeniedException
                    ? "permission denied"
                    : cause instanceof NoSuchFileException ? "there is no such file" : error.getReason();
            if (reason != null) {
                return reason + " (" + error.getFile() + ")";
            }
        }
        String name = cause.getClass().getSimpleName().replaceFirst("Exception$", "");
        return cause.getMessage() == null ? name : name + " (" + Secrets.mask(cause.getMessage()) + ")";
    }
}
