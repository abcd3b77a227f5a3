package weir.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import weir.base.WeirException;
import weir.launcher.settings.Setting;

/** A host of our own: {@code weir run} as a child process, on a free loopback port, with a home that the caller gives. */
public final class HostProcess implements AutoCloseable {

    private static final int LINES_SHOWN = 20;
    /** A host stops in a second or two; one whose start is recorded writes for some more. */
    private static final int STOP_LIMIT_SECONDS = 60;

    private final Process process;
    private final int port;
    private final Path output;
    private final Thread atExit = new Thread(this::stop, "stop the host");

    private HostProcess(Process process, int port, Path output) {
        this.process = process;
        this.port = port;
        this.output = output;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts it; it does not answer yet.
     *
     * @param flags further flags of {@code weir run}
     */
    public static HostProcess start(Assembly assembly, Path home, String... flags) {
        try {
            int port = FreePort.find();
            Path output = Files.createDirectories(home.resolve("logs")).resolve("console.log");
            List<String> command = new ArrayList<>(List.of(
                    assembly.script().toString(),
                    "run",
                    Setting.HOME.flag(),
                    home.toString(),
                    Setting.AXON_IP.flag(),
                    "127.0.0.1",
                    Setting.AXON_PORT.flag(),
                    Integer.toString(port)));
            command.addAll(List.of(flags));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(assembly.environment());
            // The caller's own settings are for the caller's own host.
            for (Setting setting : Setting.values()) {
                setting.environment().forEach(builder.environment()::remove);
            }
            return new HostProcess(builder.start(), port, output);
        } catch (IOException e) {
            throw WeirException.failed("the host cannot be started", "Check that " + home + " is writable.", e);
        }
    }

    /** The axon's port. */
    public int port() {
        return port;
    }

    /** Process id. */
    public long pid() {
        return process.pid();
    }

    /** @throws WeirException with the last of its output, if the process has ended */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw WeirException.failed(
                    "the host ended with exit code " + process.exitValue() + ". Its last words:\n" + lastLines(),
                    "Mend what it says; `weir run` starts the same host in the foreground.");
        }
    }

    /** The last lines that it printed. */
    public String lastLines() {
        try {
            List<String> lines = Files.readAllLines(output);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            return "(its output cannot be read: " + e.getMessage() + ")";
        }
    }

    /** Stops it as an operator would, by SIGTERM, and waits for its end. */
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook does the same.
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
