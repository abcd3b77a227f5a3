package weir.cli.demo;

import java.io.PrintStream;
import java.util.Locale;

/** One line that says how far it is and how long it still takes; silent where nobody watches a terminal. */
final class Progress {

    private static final long BETWEEN_UPDATES = 100_000_000L;

    private final PrintStream terminal;
    private final String what;
    private final int steps;
    private final long start = System.nanoTime();
    private long shown;

    /**
     * @param terminal where the line goes; {@code null} for nowhere
     * @param what what is being done
     * @param steps how many steps there will be
     */
    Progress(PrintStream terminal, String what, int steps) {
        this.terminal = terminal;
        this.what = what;
        this.steps = steps;
    }

    /** Says that so many steps are done. */
    void step(int done) {
        long now = System.nanoTime();
        if (terminal == null || done < steps && now - shown < BETWEEN_UPDATES) {
            return;
        }
        shown = now;
        double left = (now - start) / 1e9 / done * (steps - done);
        terminal.print(String.format(Locale.ROOT, "\r%s %d of %d, %.0f s left   ", what, done, steps, Math.ceil(left)));
        if (done >= steps) {
            terminal.print("\r" + " ".repeat(what.length() + 40) + "\r");
        }
        terminal.flush();
    }
}
