package weir.bench;

import java.io.PrintStream;
import java.util.Map;

/** A benchmark: {@code ./weir bench NAME}. */
public interface Measurement {

    /** The name on the command line. */
    String name();

    /** One line for the help: the measured quantity and its goal. */
    String summary();

    /** Options {@code --KEY N}, positive integers, with their defaults. */
    default Map<String, Integer> options() {
        return Map.of();
    }

    /**
     * Measures.
     *
     * @param options a value for each of {@link #options}
     * @param progress receives lines about the progress
     * @return the figures in the order of display
     * @throws Exception if the measurement fails; the message names the reason
     */
    Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception;
}
