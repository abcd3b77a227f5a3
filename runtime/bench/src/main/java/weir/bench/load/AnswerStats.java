package weir.bench.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import weir.bench.Figures;
import weir.demo.DendriteResponse;

/** Statistics of answers during upgrades or another disturbance. Thread-safe. */
public final class AnswerStats {

    /** What happened when a query was sent. */
    public enum Phase {
        /** Upgrades, or another disturbance that is measured. */
        DISTURBED,
        /** Nothing. */
        BASELINE,
        /** The footprint was taken, which pauses the host: the answer counts, its latency does not. */
        PAUSED
    }

    private static final int MAX_PROBLEMS = 5;

    private final Map<Phase, Durations> times = new EnumMap<>(Phase.class);
    private final List<String> problems = new ArrayList<>();
    private int lost;
    private int wrongVersion;

    public AnswerStats() {
        for (Phase phase : Phase.values()) {
            times.put(phase, new Durations());
        }
    }

    /**
     * Adds an answer or a failure.
     *
     * @param expected the newest version that had answered when the query was sent
     * @param answer with its latency from the time at which the query was due
     * @param phase phase in which the query was sent
     */
    synchronized void add(TestPair pair, int expected, DendriteResponse answer, Phase phase) {
        times.get(phase).add(answer.nanos());
        if (answer.failure() != null || answer.isFallback() || !answer.accepted()) {
            lost++;
            addProblem("lost: " + (answer.failure() != null ? answer.failure() : answer.info() + answer.refusal()));
            return;
        }
        int version = TestPair.patchNumber(answer.version());
        if (version < expected) {
            wrongVersion++;
            addProblem(
                    "wrong version: " + answer.info() + " answered with " + answer.version() + " after ." + expected);
        }
        pair.recordAnswer(version);
    }

    private void addProblem(String problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        }
    }

    public synchronized int lost() {
        return lost;
    }

    /** Descriptions of the first failures. */
    public synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    /** 99th percentile of the disturbed phase over that of the baseline. */
    public synchronized double p99Ratio() {
        return times.get(Phase.DISTURBED).quantileMs(0.99)
                / times.get(Phase.BASELINE).quantileMs(0.99);
    }

    public synchronized Figures figures() {
        Durations disturbed = times.get(Phase.DISTURBED);
        Durations baseline = times.get(Phase.BASELINE);
        int queries = times.values().stream().mapToInt(Durations::count).sum();
        return new Figures()
                .add("lost", lost, "answers lost: no 200, a fallback or a refusal; goal 0")
                .add(
                        "wrong_version",
                        wrongVersion,
                        "answers of an older version after a newer one had answered; goal 0")
                .add("queries", queries, "sent at a fixed rate, latency from the time due")
                .add("p99_ratio", p99Ratio(), "p99 during upgrades over p99 outside; goal 1.5")
                .add("p50_in_swap_ms", disturbed.quantileMs(0.5), "median latency during upgrades")
                .add("p99_in_swap_ms", disturbed.quantileMs(0.99), "99th percentile of the same")
                .add("p50_outside_ms", baseline.quantileMs(0.5), "median latency between upgrades")
                .add("p99_outside_ms", baseline.quantileMs(0.99), "99th percentile of the same");
    }
}
