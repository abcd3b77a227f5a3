package weir.bench.host;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import weir.bench.Figures;
import weir.bench.Measurement;
import weir.bench.load.SampleQuery;

/** Time from the start of the process to the first answer. The host deletes its bundle cache at each start. */
public final class StartMeasurement implements Measurement {

    private static final int RUNS = 7;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String summary() {
        return "process start to first answer; goal 1.2 s on JDK 17";
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        byte[] request = SampleQuery.unsignedRequest();
        double[] seconds = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            long begun = System.nanoTime();
            try (MeasuredHost host = MeasuredHost.start()) {
                host.awaitAnswer(request);
                seconds[run] = (System.nanoTime() - begun) / 1e9;
            }
            progress.printf("  start %d of %d: %.3f s%n", run + 1, RUNS, seconds[run]);
        }
        return new Figures()
                .add("start_s", Figures.median(seconds), "median of " + RUNS + " starts, bundle cache empty")
                .add("start_best_s", Arrays.stream(seconds).min().orElseThrow(), "the fastest start");
    }
}
