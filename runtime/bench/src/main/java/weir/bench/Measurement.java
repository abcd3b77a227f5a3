package weir.bench;

import java.io.PrintStream;
import java.util.Map;

/** One measurement that a reader can repeat: {@code ./weir bench NAME}. */
interface Measurement {

    /** What is typed. */
    String name();

    /** What it measures and the goal, in one line of the help. */
    String summary();

    /** What can be set with {@code --KEY N} besides {@code --json}: positive whole numbers, by key, with their defaults. */
    default Map<String, Integer> options() {
        return Map.of();
    }

    /**
     * Measures.
     *
     * @param options a value for each of {@link #options}
     * @param progress where to say what is going on
     * @return the figures, in the order to show them
     * @throws Exception when nothing could be measured; the message says why
     */
    Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception;
}
