package weir.isolation.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.isolation.frame.FrameReader;

/**
 * Copies what a child process writes to its standard error to the log, marked with the publisher's name. Lines are cut, control
 * characters are replaced, and above a number of lines per minute the rest is only counted, so that a strategy cannot fill the log or
 * forge lines of it. Above a number of bytes per minute the process is killed, because reading them costs the host CPU time. One thread
 * calls {@link #copy}.
 */
final class ChildOutput {

    static final int MAX_LINE_BYTES = 500;
    static final int MAX_LINES_PER_MINUTE = 60;
    static final int MAX_MIB_PER_MINUTE = 1;

    private static final Logger LOG = LoggerFactory.getLogger(ChildOutput.class);
    private static final long MINUTE = 60_000_000_000L;

    private static final long END_MILLIS = 200;

    private final String name;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final LongSupplier nanoTime;
    private long minuteStart;
    private int lines;
    private int bytes;
    private long dropped;
    private volatile byte[] lastLine = {};

    ChildOutput(String name, LongSupplier nanoTime) {
        this.name = name;
        this.nanoTime = nanoTime;
        this.minuteStart = nanoTime.getAsLong();
    }

    /**
     * Completes when all lines of an ended process are read, because the last one often says why it has ended. If another process keeps
     * the stream open, it completes soon.
     */
    CompletionStage<Void> end() {
        return end.completeOnTimeout(null, END_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The last line; empty if there was none. */
    String lastLine() {
        return printable(lastLine, lastLine.length);
    }

    /** The text without control characters, which could forge lines of the log. */
    static String printable(byte[] line, int length) {
        return FrameReader.printable(new String(line, 0, length, StandardCharsets.UTF_8));
    }

    /**
     * Copies until the stream ends, or until the process has written too much.
     *
     * @param kill kills the process for a reason
     */
    void copy(InputStream in, Consumer<String> kill) {
        byte[] line = new byte[MAX_LINE_BYTES];
        int length = 0;
        byte[] buffer = new byte[8_192];
        try {
            for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
                count(count);
                if (bytes > MAX_MIB_PER_MINUTE << 20) {
                    kill.accept("it wrote more than " + MAX_MIB_PER_MINUTE + " MiB a minute to its standard error");
                    break;
                }
                for (int i = 0; i < count; i++) {
                    if (buffer[i] == '\n') {
                        log(line, length);
                        length = 0;
                    } else if (length < MAX_LINE_BYTES) {
                        line[length++] = buffer[i];
                    }
                }
            }
        } catch (IOException e) {
            // The process has ended.
        }
        if (length > 0) {
            log(line, length);
        }
        reportDropped();
        end.complete(null);
    }

    /** When a process ends, the JDK empties and closes the pipe on another thread. A second read then returns the rest. */
    private static int read(InputStream in, byte[] buffer) throws IOException {
        try {
            int count = in.read(buffer);
            if (count >= 0) {
                return count;
            }
        } catch (IOException e) {
            // The pipe was closed during this read.
        }
        return in.read(buffer);
    }

    private void count(int read) {
        long now = nanoTime.getAsLong();
        if (now - minuteStart >= MINUTE) {
            reportDropped();
            minuteStart = now;
            lines = 0;
            bytes = 0;
        }
        bytes += read;
    }

    private void log(byte[] line, int length) {
        lastLine = Arrays.copyOf(line, length);
        if (++lines <= MAX_LINES_PER_MINUTE) {
            LOG.info("[{}] {}", name, printable(line, length));
        } else {
            dropped++;
        }
    }

    private void reportDropped() {
        if (dropped > 0) {
            LOG.warn("[{}] {} more lines in a minute are not shown", name, dropped);
            dropped = 0;
        }
    }
}
