package weir.bench.host;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import weir.base.WeirException;
import weir.bench.Figures;
import weir.bench.Measurement;
import weir.bench.load.SampleQuery;

/** Resident memory of an idle host after its first answer. */
public final class MemoryMeasurement implements Measurement {

    private static final int RUNS = 3;
    private static final int IDLE_MS = 5_000;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String summary() {
        return "resident memory at rest; goal under 120 MB";
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        if (!Files.isReadable(Path.of("/proc/self/status"))) {
            throw WeirException.failed("this system has no /proc to read memory from", "Run the benchmark on Linux.");
        }
        byte[] request = SampleQuery.unsignedRequest();
        double[] megabytes = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            try (MeasuredHost host = MeasuredHost.start()) {
                host.awaitAnswer(request);
                Thread.sleep(IDLE_MS);
                megabytes[run] = host.residentBytes() / 1e6;
            }
            progress.printf("  host %d of %d: %.1f MB%n", run + 1, RUNS, megabytes[run]);
        }
        return new Figures().add("rss_mb", Figures.median(megabytes), "resident, 5 s after the first answer");
    }
}
