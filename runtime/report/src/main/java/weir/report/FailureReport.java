package weir.report;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import weir.base.Secrets;
import weir.base.WeirException;

/** Prints why a command failed, with secrets masked. The only place that does. */
public final class FailureReport {

    /** Exit code of a command that failed. */
    public static final int FAILED = 1;

    /** Exit code of a command with wrong arguments or settings. */
    public static final int WRONG_USAGE = 2;

    /** Exit code of a command that Ctrl-C ended. */
    public static final int INTERRUPTED = 130;

    private FailureReport() {}

    /**
     * Prints what happened and what to do. Failures of files, paths and memory are the user's to solve, wherever they are thrown. Any
     * exception that is not one of these or a {@link WeirException} is a defect of Weir: its stack trace is written to a temporary file,
     * which the text names. Prints nothing if the JVM is stopping (Ctrl-C): the stop itself makes running code fail.
     *
     * @return the exit code
     */
    public static int print(Throwable thrown, PrintStream err) {
        if (isJvmStopping()) {
            return INTERRUPTED;
        }
        Optional<WeirException> failure = failure(thrown);
        if (failure.isEmpty()) {
            printDefect(thrown, err);
            return FAILED;
        }
        // Line by line: a message may quote the last lines of a host.
        err.println("weir: "
                + Secrets.mask(failure.get().problem())
                        .lines()
                        .map(TextTable::plain)
                        .collect(Collectors.joining("\n")) + ".");
        err.println(Secrets.mask(failure.get().remedy()));
        return failure.get().isUsageError() ? WRONG_USAGE : FAILED;
    }

    private static Optional<WeirException> failure(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof WeirException failure) {
                return Optional.of(failure);
            }
            if (cause instanceof IOException) {
                return Optional.of(WeirException.failed(
                        "a file or connection failed",
                        "Check the path, its permissions and the free disk space.",
                        cause));
            }
            if (cause instanceof InvalidPathException path) {
                return Optional.of(WeirException.usage(
                        "'" + path.getInput() + "' is not a path: " + path.getReason(), "Correct the path."));
            }
            if (cause instanceof OutOfMemoryError) {
                return Optional.of(WeirException.failed(
                        "the Java heap is too small", "Give it more memory, for example JAVA_OPTS=-Xmx2g."));
            }
            if (cause instanceof InterruptedException) {
                return Optional.of(WeirException.failed("the command was interrupted", "Give it again."));
            }
        }
        return Optional.empty();
    }

    private static void printDefect(Throwable thrown, PrintStream err) {
        err.println("weir: " + TextTable.plain(WeirException.describe(thrown)) + ": this is a defect of Weir.");
        try {
            Path trace = Files.createTempFile("weir-fault-", ".txt");
            Files.writeString(trace, stackTrace(thrown));
            err.println("Report it with the command and the stack trace in " + trace + ".");
        } catch (IOException e) {
            err.println("Report it with the command and this stack trace:");
            err.print(stackTrace(thrown));
        }
    }

    /** The user sends it, so secrets in messages are masked; line by line, because a mask may extend to the end of the text. */
    private static String stackTrace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString().lines().map(line -> Secrets.mask(line) + "\n").collect(Collectors.joining());
    }

    /** Whether shutdown hooks run. The JVM then accepts no other hook. */
    private static boolean isJvmStopping() {
        Thread hook = new Thread();
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
