package weir.isolation.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what a child process writes to its standard error to the log, marked with the publisher's name. Lines are cut, control
 * characters are replaced, and above a number of lines per minute the rest is only counted, so that a strategy cannot fill the log or
 * forge lines of it. One thread calls {@link #copy}.
 */
final class ChildOutput {

    static final int MAX_LINE_BYTES = 500;
    static final int MAX_LINES_PER_MINUTE = 60;

    private static final Logger LOG = LoggerFactory.getLogger(ChildOutput.class);
    private static final long MINUTE = 60_000_000_000L;

    private final String name;
    private final LongSupplier nanoTime;
    private long minuteStart;
    private int lines;
    private long dropped;
    private volatile String lastLine = "";

    ChildOutput(String name, LongSupplier nanoTime) {
        this.name = name;
        this.nanoTime = nanoTime;
        this.minuteStart = nanoTime.getAsLong();
    }

    /** The last line; empty if there was none. */
    String lastLine() {
        return lastLine;
    }

    /** Copies until the stream ends. */
    void copy(InputStream in) {
        byte[] line = new byte[MAX_LINE_BYTES];
        int length = 0;
        byte[] buffer = new byte[8_192];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
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
    }

    private void log(byte[] line, int length) {
        String text = new String(line, 0, length, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ");
        lastLine = text;
        if (nanoTime.getAsLong() - minuteStart >= MINUTE) {
            reportDropped();
            minuteStart = nanoTime.getAsLong();
            lines = 0;
        }
        if (++lines <= MAX_LINES_PER_MINUTE) {
            LOG.info("[{}] {}", name, text);
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
