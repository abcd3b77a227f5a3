package weir.base;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import java.util.Objects;

/**
 * An error that the user can solve. It has a problem (what happened) and a remedy (what to do). Any other exception that
 * reaches the command line is a defect of Weir.
 */
public class WeirException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What exceptions mean whose message is only a path or a host. */
    private static final Map<Class<?>, String> MEANINGS = Map.ofEntries(
            Map.entry(EOFException.class, "it ends too early"),
            Map.entry(AccessDeniedException.class, "permission denied"),
            Map.entry(NoSuchFileException.class, "there is no such file"),
            Map.entry(FileNotFoundException.class, "cannot be opened"),
            Map.entry(FileAlreadyExistsException.class, "it exists already"),
            Map.entry(NotDirectoryException.class, "not a directory"),
            Map.entry(DirectoryNotEmptyException.class, "the directory is not empty"),
            Map.entry(FileSystemLoopException.class, "the symbolic links form a loop"),
            Map.entry(MalformedInputException.class, "not UTF-8 text"),
            Map.entry(UnknownHostException.class, "unknown host"),
            Map.entry(ConnectException.class, "no connection"));

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
     * Describes an exception to a user: what went wrong in plain words, and the file. An {@link IOException} that another exception
     * wraps is described instead of it. Other exceptions are described by class and message. Secrets in messages are masked.
     */
    public static String describe(Throwable thrown) {
        Throwable cause = failedOperation(thrown);
        String message = cause.getMessage();
        String meaning = MEANINGS.get(cause.getClass());
        if (meaning == null && cause instanceof FileSystemException file && file.getReason() != null) {
            meaning = file.getReason();
            message = file.getFile();
        } else if (meaning == null && cause.getClass() == IOException.class && message != null) {
            return Secrets.mask(message);
        }
        String name =
                meaning != null ? meaning : cause.getClass().getSimpleName().replaceFirst("Exception$", "");
        return message == null ? name : name + " (" + Secrets.mask(message) + ")";
    }

    /** The first exception of the chain of causes that reports a failure of a file or connection; otherwise the exception itself. */
    private static Throwable failedOperation(Throwable thrown) {
        Throwable cause = thrown;
        while (cause != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        return cause == null ? thrown : cause;
    }
}
