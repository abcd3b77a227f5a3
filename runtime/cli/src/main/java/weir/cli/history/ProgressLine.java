package weir.cli.history;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import weir.history.ImportProgress;

/** How far an import is: one line that is written over on a terminal, a line now and then in a log. */
final class ProgressLine implements AutoCloseable {

    private static final Duration ON_TERMINAL = Duration.ofMillis(100);
    private static final Duration IN_LOG = Duration.ofSeconds(10);

    private final PrintStream out;
    private final boolean terminal;
    private Duration shown = Duration.ZERO;
    private int width;

    ProgressLine(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void show(ImportProgress progress) {
        Duration pause = terminal ? ON_TERMINAL : IN_LOG;
        if (progress.elapsed().minus(shown).compareTo(pause) < 0) {
            return;
        }
        shown = progress.elapsed();
        String left = progress.left().map(ProgressLine::left).orElse("");
        String line = String.format(Locale.ROOT, "%,d swaps, %.0f %%%s", progress.rows(), progress.done() * 100, left);
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            out.flush();
        } else {
            out.println(line);
        }
        width = line.length();
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
