package weir.bench.fetch;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import weir.base.TemporaryDirectory;
import weir.bench.ChildMeasurement;
import weir.bench.Figures;
import weir.bench.Measurement;

/** Download of a long history from a node on the loopback interface, by a process with a small heap and one core. */
public final class FetchMeasurement implements Measurement {

    private static final String SWAPS = "swaps";
    private static final String HEAP = "heap";

    @Override
    public String name() {
        return "fetch";
    }

    @Override
    public String summary() {
        return "a history fetched from a loopback node; goal 200,000 swaps/s decoded and 100,000 stored on one core, constant memory";
    }

    @Override
    public Map<String, Integer> options() {
        return Map.of(SWAPS, 5_000_000, HEAP, 64);
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        TemporaryDirectory folder = TemporaryDirectory.create("weir-bench-fetch");
        try (SyntheticNode node = new SyntheticNode()) {
            progress.printf(
                    "  %,d swaps in answers of %,d logs, a heap of %d MiB, about %,d MB on disk in %s ...%n",
                    options.get(SWAPS),
                    SyntheticNode.LOGS_PER_ANSWER,
                    options.get(HEAP),
                    options.get(SWAPS) / 5_000,
                    folder.path());
            return ChildMeasurement.run(
                    List.of("-Xmx" + options.get(HEAP) + "m", "-XX:ActiveProcessorCount=1"),
                    LongFetch.class,
                    List.of(
                            node.url(),
                            folder.path().toString(),
                            options.get(SWAPS).toString()),
                    progress);
        } finally {
            folder.remove();
        }
    }
}
