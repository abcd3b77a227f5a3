package weir.bench.replay;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import weir.base.TemporaryDirectory;
import weir.bench.ChildMeasurement;
import weir.bench.Figures;
import weir.bench.Measurement;

/** Replay of a long history from disk in a process with a small heap: speed and constant memory. */
public final class HistoryMeasurement implements Measurement {

    private static final String SWAPS = "swaps";
    private static final String HEAP = "heap";

    @Override
    public String name() {
        return "history";
    }

    @Override
    public String summary() {
        return "a long history replayed from disk; goal constant memory over 50 million swaps";
    }

    @Override
    public Map<String, Integer> options() {
        return Map.of(SWAPS, 50_000_000, HEAP, 64);
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        TemporaryDirectory folder = TemporaryDirectory.create("weir-bench-history");
        try {
            progress.printf(
                    "  %,d swaps, a heap of %d MiB, about %,d MB on disk in %s, some minutes ...%n",
                    options.get(SWAPS), options.get(HEAP), options.get(SWAPS) / 26_000, folder.path());
            return ChildMeasurement.run(
                    List.of("-Xmx" + options.get(HEAP) + "m"),
                    LongReplay.class,
                    List.of(folder.path().toString(), options.get(SWAPS).toString()),
                    progress);
        } finally {
            folder.remove();
        }
    }
}
