package weir.cli;

/** Why a command stops: what went wrong, what to do next, and the exit code (2 for wrong usage, 1 for everything else). */
public final class CommandFailure extends RuntimeException {

    /** Exit code of a command that was asked rightly and failed. */
    public static final int FAILED = 1;

    /** Exit code of a command that was asked wrongly. */
    public static final int USAGE = 2;

    private final int exitCode;
    private final String remedy;

    private CommandFailure(int exitCode, String message, String remedy, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.remedy = remedy;
    }

    /** The caller said something wrong: a flag, a value, a file of settings. */
    public static CommandFailure usage(String message, String remedy) {
        return new CommandFailure(USAGE, message, remedy, null);
    }

    /** Something outside the caller's words went wrong. */
    public static CommandFailure failed(String message, String remedy) {
        return new CommandFailure(FAILED, message, remedy, null);
    }

    /** As {@link #failed(String, String)}, after an exception that says more. */
    public static CommandFailure failed(String message, String remedy, Throwable cause) {
        return new CommandFailure(FAILED, message + ": " + reasonOf(cause), remedy, cause);
    }

    /** 1 or 2. */
    public int exitCode() {
        return exitCode;
    }

    /** What to do next, a sentence. */
    public String remedy() {
        return remedy;
    }

    private static String reasonOf(Throwable cause) {
        // A file-system exception's message is only the path; its class is the reason.
        String name = cause.getClass().getSimpleName().replaceFirst("Exception$", "");
        return cause.getMessage() == null ? name : name + " (" + cause.getMessage() + ")";
    }
}
