package weir.itest.guide;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import weir.fixtures.Await;

/**
 * Executes the steps of a guide with its own home folder: one shell runs step after step, another one the host until
 * {@link #close}.
 */
final class GuideRunner implements AutoCloseable {

    /** Time limit for the output of a host that has just started or received a JAR. */
    private static final Duration OUTPUT_TIMEOUT = Duration.ofSeconds(30);

    private final Path checkout;
    private final Path home;
    private final Map<String, String> environment;
    private Path folder;
    private Shell host;

    /** @param environment variables of both shells, besides HOME */
    GuideRunner(Path checkout, Path home, Map<String, String> environment) {
        this.checkout = checkout;
        this.home = home;
        this.environment = environment;
        this.folder = checkout;
    }

    void execute(Step step) throws IOException, InterruptedException {
        if (step instanceof Step.Save save) {
            save(save);
        } else if (step instanceof Step.Start start) {
            start(start);
        } else if (step instanceof Step.Run run) {
            run(run);
        }
    }

    private void save(Step.Save save) throws IOException {
        String name = save.file();
        Path file = name.startsWith("~/") ? home.resolve(name.substring(2)) : folder.resolve(name);
        assertTrue(Files.isDirectory(file.getParent()), "no step created the folder of " + file);
        Files.writeString(file, save.text());
    }

    private void start(Step.Start start) throws IOException, InterruptedException {
        host = new Shell(start.commands(), checkout, home, environment);
        Await.until(
                () -> host.missing(start.output()).isEmpty() || !host.isOpen(),
                () -> start.commands() + "prints\n" + host.output());
        List<String> missing = host.missing(start.output());
        assertTrue(missing.isEmpty(), () -> start.commands() + "ended without " + missing + " but\n" + host.output());
    }

    /** Repeats commands until they print the output that the guide shows, as a reader would. */
    private void run(Step.Run run) throws IOException, InterruptedException {
        long end = System.nanoTime() + OUTPUT_TIMEOUT.toNanos();
        String failure = attempt(run);
        while (!failure.isEmpty() && !run.output().isEmpty() && System.nanoTime() < end) {
            Thread.sleep(200);
            failure = attempt(run);
        }
        if (!failure.isEmpty()) {
            fail(failure + "\nOutput of the host:\n" + (host == null ? "none: it was not started" : host.output()));
        }
    }

    private String attempt(Step.Run run) throws IOException, InterruptedException {
        Path where = home.resolve("folder");
        String commands = run.commands() + "pwd > '" + where + "'\n";
        try (Shell shell = new Shell(commands, folder, home, environment)) {
            int code = shell.exitCode();
            List<String> missing = shell.missing(run.output());
            if (code != 0 || !missing.isEmpty()) {
                return run.commands() + "ended with code " + code + ", does not print " + missing + " but\n"
                        + shell.output();
            }
        }
        folder = Path.of(Files.readString(where).strip());
        return "";
    }

    @Override
    public void close() throws InterruptedException {
        if (host != null) {
            host.close();
        }
    }
}
