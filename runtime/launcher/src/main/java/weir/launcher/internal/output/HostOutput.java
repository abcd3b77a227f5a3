package weir.launcher.internal.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.ErrorManager;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import weir.base.WeirException;

/**
 * Where the host prints: its terminal, and five rotating log files of at most 10 MiB. Each is written by a thread of its own behind a
 * {@link QueuedOutput}, so that no code of the host or of a strategy waits for them.
 */
public final class HostOutput {

    private static final int MAX_FILE_BYTES = 10 << 20;
    private static final int FILE_COUNT = 5;
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    private final QueuedOutput out = terminal("weir stdout", FileDescriptor.out);
    private final QueuedOutput err = terminal("weir stderr", FileDescriptor.err);
    private final QueuedOutput file = new QueuedOutput("weir log file", this::writeToFile);
    private final Optional<FileHandler> fileHandler;

    private HostOutput(Path logs, Level level) {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        fileHandler = openFile(logs.resolve("weir.log"));
        for (Handler handler : ROOT_LOGGER.getHandlers()) {
            ROOT_LOGGER.removeHandler(handler);
        }
        ROOT_LOGGER.setLevel(level);
        ROOT_LOGGER.addHandler(new LineHandler(new LineFormatter(), level));
    }

    /**
     * Redirects {@code System.out}, {@code System.err} and java.util.logging. If the log file cannot be opened, says so and continues.
     *
     * @param level {@code info}, {@code debug} or {@code trace}, in the words of SLF4J
     */
    public static HostOutput start(Path logs, String level) {
        return new HostOutput(
                logs, level.equals("trace") ? Level.FINEST : level.equals("debug") ? Level.FINE : Level.INFO);
    }

    /**
     * Prints a line on the terminal. Unlike {@code System.err}, it takes no lock that a strategy can hold, for example by an exception
     * whose message does not end.
     */
    public void printError(String line) {
        byte[] bytes = (line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
        err.write(bytes, 0, bytes.length);
    }

    /** Waits until everything is written, or the time is over. Returns whether it is. */
    public boolean drain(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean isDrained = true;
        for (QueuedOutput output : List.of(file, out, err)) {
            isDrained &= output.drain(Duration.ofNanos(deadline - System.nanoTime()));
        }
        return isDrained;
    }

    /** As {@link #drain}, then closes the log file. */
    public void close(Duration timeout) {
        if (drain(timeout)) {
            fileHandler.ifPresent(FileHandler::close);
        }
    }

    private static QueuedOutput terminal(String name, FileDescriptor descriptor) {
        OutputStream target = new FileOutputStream(descriptor);
        return new QueuedOutput(name, target::write);
    }

    private Optional<FileHandler> openFile(Path path) {
        try {
            FileHandler handler = new FileHandler(path.toString().replace("%", "%%"), MAX_FILE_BYTES, FILE_COUNT, true);
            handler.setEncoding(StandardCharsets.UTF_8.name());
            handler.setFormatter(new Verbatim());
            handler.setErrorManager(new ErrorLine(path));
            return Optional.of(handler);
        } catch (IOException e) {
            new ErrorLine(path).error(null, e, ErrorManager.OPEN_FAILURE);
            return Optional.empty();
        }
    }

    private void writeToFile(byte[] text) {
        fileHandler.ifPresent(
                handler -> handler.publish(new LogRecord(Level.INFO, new String(text, StandardCharsets.UTF_8))));
    }

    /** Formats each record once, for the terminal and for the file. */
    private final class LineHandler extends Handler {

        LineHandler(Formatter formatter, Level level) {
            setFormatter(formatter);
            setLevel(level);
        }

        @Override
        public void publish(LogRecord entry) {
            if (isLoggable(entry)) {
                byte[] line = getFormatter().format(entry).getBytes(StandardCharsets.UTF_8);
                err.write(line, 0, line.length);
                file.write(line, 0, line.length);
            }
        }

        @Override
        public void flush() {
            // Nothing waits for the queues.
        }

        @Override
        public void close() {
            // The host still logs while the JVM stops; see HostLogManager.
        }
    }

    /** The text of a line that is formatted already. */
    private static final class Verbatim extends Formatter {
        @Override
        public String format(LogRecord line) {
            return line.getMessage();
        }
    }

    /** Prints the first failure of the log file; further ones mean the same. */
    private final class ErrorLine extends ErrorManager {

        private final Path path;
        private boolean isReported;

        ErrorLine(Path path) {
            this.path = path;
        }

        @Override
        public synchronized void error(String message, Exception failure, int code) {
            if (!isReported) {
                isReported = true;
                printError("weir: cannot write the log " + path + ": "
                        + (failure == null ? message : WeirException.describe(failure))
                        + ". Free disk space, or correct its permissions.");
            }
        }
    }
}
