package weir.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import weir.demo.DendriteResponse;

/** What came back under swaps. Thread-safe. */
final class SwapTally {

    /** What went on when a question was sent. */
    enum Phase {
        /** Versions were being swapped, or whatever is measured went on. */
        SWAPPING,
        /** Nothing else. */
        RESTING,
        /** The host was looked into, which stops it for a moment: whether the answer is right counts, how long it took does not. */
        EXAMINED
    }

    private static final int SHOWN = 5;

    private final Map<Phase, Samples> times = new EnumMap<>(Phase.class);
    private final List<String> troubles = new ArrayList<>();
    private int lost;
    private int wrongVersion;

    SwapTally() {
        for (Phase phase : Phase.values()) {
            times.put(phase, new Samples());
        }
    }

    /**
     * An answer, or none.
     *
     * @param pair what was asked about
     * @param expected the newest version that had answered when the question was sent
     * @param answer its time counts from when it should have been sent
     * @param phase when it was sent
     */
    synchronized void add(SwappedPair pair, int expected, DendriteResponse answer, Phase phase) {
        times.get(phase).add(answer.nanos());
        if (answer.failure() != null || answer.isFallback() || !answer.accepted()) {
            lost++;
            note("lost: " + (answer.failure() != null ? answer.failure() : answer.info() + answer.refusal()));
            return;
        }
        int version = SwappedPair.number(answer.version());
        if (version < expected) {
            wrongVersion++;
            note("wrong version: " + answer.info() + " answered with " + answer.version() + " after ." + expected);
        }
        pair.answered(version);
    }

    private void note(String trouble) {
        if (troubles.size() < SHOWN) {
            troubles.add(trouble);
        }
    }

    synchronized int lost() {
        return lost;
    }

    /** The first things that went wrong, in words. */
    synchronized List<String> troubles() {
        return List.copyOf(troubles);
    }

    /** 99th percentile while something went on, over that while nothing did. */
    synchronized double p99Ratio() {
        return times.get(Phase.SWAPPING).ms(0.99) / times.get(Phase.RESTING).ms(0.99);
    }

    synchronized Figures figures() {
        Samples swapping = times.get(Phase.SWAPPING);
        Samples resting = times.get(Phase.RESTING);
        int queries = times.values().stream().mapToInt(Samples::count).sum();
        return new Figures()
                .add("lost", lost, "answers lost: no 200, a fallback or a refusal; goal 0")
                .add(
                        "wrong_version",
                        wrongVersion,
                        "answers of an older version after a newer one had answered; goal 0")
                .add("queries", queries, "sent at a fixed rate, latency from the time due")
                .add("p99_ratio", p99Ratio(), "p99 in swaps over p99 outside; goal 1.5")
                .add("p50_in_swap_ms", swapping.ms(0.5), "median latency while versions are swapped")
                .add("p99_in_swap_ms", swapping.ms(0.99), "99th percentile of the same")
                .add("p50_outside_ms", resting.ms(0.5), "median latency in the rests between")
                .add("p99_outside_ms", resting.ms(0.99), "99th percentile of the same");
    }
}
