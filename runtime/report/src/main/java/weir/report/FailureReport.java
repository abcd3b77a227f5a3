package weir.report;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import weir.base.WeirException;

/** Prints why a command failed. The only place that does. */
public final class FailureReport {

    /** Exit code of a command that failed. */
    public static final int FAILED = 1;

    /** Exit code of a command with wrong arguments or settings. */
    public static final int WRONG_USAGE = 2;

    private FailureReport() {}

    /**
     * Prints what happened and what to do. Any exception but a {@link WeirException} is a defect of Weir: its stack trace is
     * written to a temporary file, which the text names.
     *
     * @return the exit code: 2 for wrong usage, 1 for every other failure
     */
    public static int print(Throwable thrown, PrintStream err) {
        if (thrown instanceof WeirException failure) {
            // Line by line: a message may quote the last lines of a host.
            err.println(
                    "weir: " + failure.problem().lines().map(TextTable::plain).collect(Collectors.joining("\n")) + ".");
            err.println(failure.remedy());
            return failure.isUsageError() ? WRONG_USAGE : FAILED;
        }
        err.println("weir: " + TextTable.plain(WeirException.describe(thrown)) + ": this is a defect of Weir.");
        try {
            Path trace = Files.createTempFile("weir-fault-", ".txt");
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(trace))) {
                thrown.printStackTrace(out);
            }
            err.println("Report it with the command and the stack trace in " + trace + ".");
        } catch (IOException e) {
            err.println("Report it with the command and this stack trace:");
            thrown.printStackTrace(err);
        }
        return FAILED;
    }
}
