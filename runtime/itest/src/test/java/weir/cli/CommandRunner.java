package weir.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import weir.fixtures.host.WeirCommand;

/**
 * Runs commands of the assembled host inside this JVM, which saves half a second of CPU time for each; {@link WeirCommand} runs
 * the script. Redirects the standard streams, so tests must not run in parallel.
 */
public final class CommandRunner {

    private CommandRunner() {}

    /** Runs a command on a home. */
    public static WeirCommand.Result run(Path home, String... arguments) {
        return runWithoutHome(Stream.concat(Stream.of(arguments), Stream.of("--home", home.toString()))
                .toArray(String[]::new));
    }

    /** Runs a command that uses no home. */
    public static WeirCommand.Result runWithoutHome(String... arguments) {
        System.setProperty("weir.install", WeirCommand.INSTALLATION.toString());
        PrintStream standardOut = System.out;
        PrintStream standardErr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int exitCode = Weir.commandLine().execute(arguments);
            return new WeirCommand.Result(
                    exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(standardOut);
            System.setErr(standardErr);
        }
    }
}
