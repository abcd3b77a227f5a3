package weir.itest.guide;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Does what a guide says, with a home folder of its own: one terminal that goes from step to step, and one for the host, which
 * closing ends.
 */
final class Reader implements AutoCloseable {

    /** What a host that has just started, or that was just given a JAR, may take to show it. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path checkout;
    private final Path home;
    private final Map<String, String> environment;
    private Path folder;
    private Terminal host;

    /** @param environment variables of both terminals, besides HOME */
    Reader(Path checkout, Path home, Map<String, String> environment) {
        this.checkout = checkout;
        this.home = home;
        this.environment = environment;
        this.folder = checkout;
    }

    void follow(Step step) throws IOException, InterruptedException {
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
        assertTrue(Files.isDirectory(file.getParent()), "no step made the folder of " + file);
        Files.writeString(file, save.text());
    }

    private void start(Step.Start start) throws IOException, InterruptedException {
        host = new Terminal(start.commands(), checkout, home, environment);
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<String> missing = host.missing(start.output());
        while (!missing.isEmpty() && host.isOpen() && System.nanoTime() < end) {
            Thread.sleep(100);
            missing = host.missing(start.output());
        }
        if (!missing.isEmpty()) {
            fail(start.commands() + "does not show " + missing + " but\n" + host.output());
        }
    }

    /** Someone who does not see yet what the guide shows tries once more; so commands with an output are repeated. */
    private void run(Step.Run run) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String failure = attempt(run);
        while (!failure.isEmpty() && !run.output().isEmpty() && System.nanoTime() < end) {
            Thread.sleep(200);
            failure = attempt(run);
        }
        if (!failure.isEmpty()) {
            fail(failure + "\nThe host said\n" + (host == null ? "nothing: it was not started" : host.output()));
        }
    }

    private String attempt(Step.Run run) throws IOException, InterruptedException {
        Path where = home.resolve("folder");
        String commands = run.commands() + "pwd > '" + where + "'\n";
        try (Terminal terminal = new Terminal(commands, folder, home, environment)) {
            int code = terminal.exitCode();
            List<String> missing = terminal.missing(run.output());
            if (code != 0 || !missing.isEmpty()) {
                return run.commands() + "ended with code " + code + ", does not show " + missing + " but\n"
                        + terminal.output();
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
