package weir.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import weir.base.WeirException;
import weir.launcher.settings.Setting;

/**
 * A host as a child process: {@code weir run} with a given home, on a free loopback port. Closing it, or the end of this process,
 * stops it. Thread-safe.
 */
public final class HostProcess implements AutoCloseable {

    private static final int MAX_LINES = 20;

    /** A host stops in a second or two. It needs longer if it writes a class data archive at its exit ({@code WEIR_RECORD_START}). */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    private final Process process;
    private final int port;
    private final Thread shutdownHook = new Thread(this::stop, "stop-host");
    private final Deque<String> lines = new ArrayDeque<>();
    /** Number of lines so far. */
    private long lineCount;

    private boolean ended;

    private HostProcess(Process process, int port) {
        this.process = process;
        this.port = port;
        try {
            Runtime.getRuntime().addShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // This JVM is stopping already.
            process.destroyForcibly().onExit().join();
            throw e;
        }
        Thread reader = new Thread(this::readOutput, "host-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a host; does not wait for it.
     *
     * @param flags further flags of {@code weir run}
     * @throws WeirException if the process does not start
     */
    public static HostProcess start(Assembly assembly, Home home, String... flags) {
        try {
            int port = FreePort.find();
            List<String> command = new ArrayList<>(List.of(assembly.script().toString(), "run"));
            command.addAll(List.of(Setting.HOME.flag(), home.folder().toString()));
            command.addAll(List.of(Setting.AXON_IP.flag(), "127.0.0.1", Setting.AXON_PORT.flag(), "" + port));
            command.addAll(List.of(flags));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.folder().toFile())
                    .redirectErrorStream(true);
            builder.environment().putAll(assembly.environment());
            // The settings of this process are not meant for the child.
            for (Setting setting : Setting.values()) {
                setting.environment().forEach(builder.environment()::remove);
            }
            return new HostProcess(builder.start(), port);
        } catch (IOException e) {
            throw WeirException.failed("cannot start the host", "Check that " + home.folder() + " is writable.", e);
        }
    }

    private void readOutput() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(the output cannot be read: " + e.getMessage() + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.addLast(line);
        if (lines.size() > MAX_LINES) {
            lines.removeFirst();
        }
        lineCount++;
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Port of the axon. */
    public int port() {
        return port;
    }

    /** Process id. */
    public long pid() {
        return process.pid();
    }

    /** The last lines of the output. */
    public synchronized String lastLines() {
        return String.join("\n", lines);
    }

    /** @throws WeirException with the last lines of the output, if the process has ended */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw WeirException.failed(
                    "the host ended with exit code " + process.exitValue() + ". Its last lines:\n" + lastLines(),
                    "Correct what they report; `weir run` starts the same host in the foreground.");
        }
    }

    /**
     * Waits until the host has reached a state. Checks this at once and after each line of output.
     *
     * @param problem message of the error if the host does not reach the state
     * @param state returns the state once it is reached
     * @throws WeirException with the last lines of the output, if the process ends, the time is over or the thread is interrupted
     */
    public <T> T await(String problem, Duration timeout, Supplier<Optional<T>> state) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            long seenLines = printed();
            Optional<T> reached = state.get();
            if (reached.isPresent()) {
                return reached.get();
            }
            if (!awaitLine(seenLines, deadline)) {
                requireAlive();
                throw WeirException.failed(
                        "the host has a problem: " + problem + " after " + timeout.toSeconds() + " s. Its last lines:\n"
                                + lastLines(),
                        "Correct what they report; `weir run` starts the same host in the foreground.");
            }
        }
    }

    private synchronized long printed() {
        return lineCount;
    }

    /** Returns whether there are more lines than seen. */
    private synchronized boolean awaitLine(long seenLines, long deadline) {
        try {
            for (long remainingNanos = deadline - System.nanoTime();
                    lineCount == seenLines && !ended && remainingNanos > 0; ) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(remainingNanos, 1_000_000));
                remainingNanos = deadline - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return lineCount > seenLines && System.nanoTime() < deadline;
    }

    /** Waits until the process ends. */
    public void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook does the same.
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly().onExit().join();
            Thread.currentThread().interrupt();
        }
    }
}
