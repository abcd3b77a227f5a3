package weir.report;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/** Shows progress: on a terminal one line that is overwritten, in a log a line from time to time. For one thread. */
public final class ProgressLine implements AutoCloseable {

    private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(100);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private final PrintStream out;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private Duration lastShown = Duration.ZERO;
    private int lastLength;

    /** @param terminal whether {@code out} is a terminal */
    public ProgressLine(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** A line on the error output. */
    public static ProgressLine onError() {
        return new ProgressLine(System.err, System.console() != null);
    }

    /**
     * Shows a state, unless another one was shown less than 100 ms (terminal) or 10 s (log) before.
     *
     * @param state the state, in words
     * @param elapsed time since the start
     * @param left estimated time left; empty if unknown
     */
    public void show(String state, Duration elapsed, Optional<Duration> left) {
        if (elapsed.minus(lastShown).compareTo(terminal ? TERMINAL_INTERVAL : LOG_INTERVAL) < 0) {
            return;
        }
        lastShown = elapsed;
        String line = state + left.map(ProgressLine::formatTimeLeft).orElse("");
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, lastLength - line.length())));
            out.flush();
        } else {
            out.println(line);
        }
        lastLength = line.length();
    }

    /**
     * Shows a state and the time left, which is estimated by the speed since this line was created.
     *
     * @param state the state, in words
     * @param done number of steps done, at least one
     * @param total number of all steps
     */
    public void show(String state, long done, long total) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        show(state, elapsed, Optional.of(elapsed.dividedBy(done).multipliedBy(Math.max(0, total - done))));
    }

    private static String formatTimeLeft(Duration left) {
        long seconds = left.toSeconds() + 1;
        return seconds < 120 ? ", " + seconds + " s left" : ", " + (seconds + 59) / 60 + " min left";
    }

    /** Clears the line of a terminal. */
    @Override
    public void close() {
        if (terminal && lastLength > 0) {
            out.print("\r" + " ".repeat(lastLength) + "\r");
            out.flush();
        }
    }
}
