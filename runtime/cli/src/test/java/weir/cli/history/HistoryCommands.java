package weir.cli.history;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import weir.report.FailureReport;

/** Runs {@code weir history} as a user types it. */
final class HistoryCommands {

    private HistoryCommands() {}

    /** @param out standard output and standard error */
    record Outcome(int exitCode, String out) {}

    static Outcome run(String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        try {
            CommandLine command = new CommandLine(new HistoryCommand());
            command.setExecutionExceptionHandler((e, line, parsed) -> FailureReport.print(e, System.err));
            return new Outcome(command.execute(args), bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
