package weir.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

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

    /**
     * Says to the user why a command stops, whatever stopped it. What is no failure of this kind is a fault of Weir's: its trace
     * goes into a file of its own, to report.
     *
     * @param thrown what stopped it
     * @param err where it is said
     * @return the exit code
     */
    public static int explain(Throwable thrown, PrintStream err) {
        if (thrown instanceof CommandFailure failure) {
            // Line by line: the last words of a host are many lines.
            err.println(
                    "weir: " + failure.getMessage().lines().map(Table::plain).collect(Collectors.joining("\n")) + ".");
            err.println(failure.remedy);
            return failure.exitCode;
        }
        err.println("weir: " + Table.plain(reasonOf(thrown)) + ": a fault of Weir's, and not of what was asked.");
        try {
            Path trace = Files.createTempFile("weir-fault-", ".txt");
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(trace))) {
                thrown.printStackTrace(out);
            }
            err.println("Report it with the command and " + trace + ", which holds the trace.");
        } catch (IOException e) {
            err.println("Report it with the command and this trace:");
            thrown.printStackTrace(err);
        }
        return FAILED;
    }

    private static String reasonOf(Throwable cause) {
        // A file-system exception's message is only the path; its class is the reason.
        String name = cause.getClass().getSimpleName().replaceFirst("Exception$", "");
        return cause.getMessage() == null ? name : name + " (" + cause.getMessage() + ")";
    }
}
