package weir.bench;

import java.io.PrintStream;

/** One measurement that a reader can repeat: {@code ./weir bench NAME}. */
interface Measurement {

    /** What is typed. */
    String name();

    /** What it measures and the goal, in one line of the help. */
    String summary();

    /**
     * Measures.
     *
     * @param progress where to say what is going on
     * @return the figures, in the order to show them
     * @throws Exception when nothing could be measured; the message says why
     */
    Figures measure(PrintStream progress) throws Exception;
}
