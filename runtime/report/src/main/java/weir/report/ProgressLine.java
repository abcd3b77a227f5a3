package weir.report;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/** How far something is: one line that is written over on a terminal, a line now and then in a log. For one thread. */
public final class ProgressLine implements AutoCloseable {

    private static final Duration ON_TERMINAL = Duration.ofMillis(100);
    private static final Duration IN_LOG = Duration.ofSeconds(10);

    private final PrintStream out;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private Duration shown = Duration.ZERO;
    private int width;

    /**
     * @param out where it goes
     * @param terminal whether somebody watches
     */
    public ProgressLine(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Shows a state, unless one was shown just before.
     *
     * @param done what is done, in words
     * @param elapsed time since it began
     * @param left time left; empty while that would be a guess
     */
    public void show(String done, Duration elapsed, Optional<Duration> left) {
        Duration pause = terminal ? ON_TERMINAL : IN_LOG;
        if (elapsed.minus(shown).compareTo(pause) < 0) {
            return;
        }
        shown = elapsed;
        String line = done + left.map(ProgressLine::left).orElse("");
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            out.flush();
        } else {
            out.println(line);
        }
        width = line.length();
    }

    /**
     * Shows how much is done and estimates the time left, assuming constant speed since this line was created.
     *
     * @param text the state, in words
     * @param done steps done, at least one
     * @param total steps in all
     */
    public void show(String text, long done, long total) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        show(text, elapsed, Optional.of(elapsed.dividedBy(done).multipliedBy(Math.max(0, total - done))));
    }

    private static String left(Duration left) {
        long seconds = left.toSeconds() + 1;
        return seconds < 120 ? ", " + seconds + " s left" : ", " + (seconds + 59) / 60 + " min left";
    }

    /** Leaves a terminal's line empty for what comes next. */
    @Override
    public void close() {
        if (terminal && width > 0) {
            out.print("\r" + " ".repeat(width) + "\r");
            out.flush();
        }
    }
}
