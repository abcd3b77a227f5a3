package weir.itest.probe;

/**
 * What came of a probe.
 *
 * @param probe name of the probe
 * @param outcome what happened
 * @param detail what was reached, or why not
 */
public record ProbeResult(String probe, Outcome outcome, String detail) {

    private static final int MAX_DETAIL = 120;

    /** What happened. */
    public enum Outcome {
        /** The code reached what it must not reach. */
        REACHED,
        /** It was prevented. */
        PREVENTED,
        /** This JDK or machine has no means for the attempt, so that it proves nothing. */
        NOT_POSSIBLE
    }

    static ProbeResult of(String probe, Attempt attempt, Targets targets) {
        try {
            return new ProbeResult(probe, Outcome.REACHED, String.valueOf(attempt.run(targets)));
        } catch (UnsupportedOperationException e) {
            return new ProbeResult(probe, Outcome.NOT_POSSIBLE, e.toString());
        } catch (Throwable e) {
            return new ProbeResult(probe, Outcome.PREVENTED, e.toString());
        }
    }

    /** Reads a line that {@link #format} has written. */
    public static ProbeResult parse(String line) {
        String[] fields = line.split("\\|", 3);
        return new ProbeResult(fields[0], Outcome.valueOf(fields[1]), fields[2]);
    }

    /** One line of at most about 200 characters. */
    public String format() {
        String oneLine = detail.replaceAll("\\s+", " ");
        return probe + "|" + outcome + "|" + oneLine.substring(0, Math.min(MAX_DETAIL, oneLine.length()));
    }
}
