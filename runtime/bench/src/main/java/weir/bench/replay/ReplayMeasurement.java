package weir.bench.replay;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import weir.bench.Figures;
import weir.bench.Measurement;

/** Speed of a replay on one core, compared with the same arithmetic in BigInteger, in one run of JMH. */
public final class ReplayMeasurement implements Measurement {

    /** Bytes per swap that the validator's evaluation reads: price as two doubles, liquidity, both amounts. */
    private static final int VALIDATOR_BYTES = 5 * Double.BYTES;

    /** Bytes per swap that the {@code v3} model reads: price, liquidity and input as two doubles each, the sign of amount0. */
    private static final int V3_BYTES = 7 * Double.BYTES;

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String summary() {
        return "swaps/s in the evaluation, one core; goal 8 million with one position, 2 million with five, v3 10 million";
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        progress.println("  200,000 swaps always in range, one thread, about two minutes ...");
        Options settings = new OptionsBuilder()
                .include(ReplayJmh.class.getName())
                .include(V3ReplayJmh.class.getName())
                .include(CopyJmh.class.getName())
                .forks(1)
                .threads(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        Map<String, Double> rates = new TreeMap<>();
        for (RunResult result : new Runner(settings).run()) {
            rates.put(
                    result.getPrimaryResult().getLabel(),
                    result.getPrimaryResult().getScore());
        }
        return figures(rates);
    }

    static Figures figures(Map<String, Double> rates) {
        Figures figures = new Figures();
        double copy = rates.get("copy");
        rates.forEach((method, rate) -> {
            if (!method.equals("copy")) {
                figures.add(key(method), rate, "");
            }
        });
        for (int positions : new int[] {1, 5}) {
            figures.add(
                    "validator_" + positions + "_over_naive",
                    rates.get("validator" + positions) / rates.get("naive" + positions),
                    "times naive BigInteger");
        }
        return figures.add("copy_bytes_per_s", copy, "memory to memory, one thread")
                .add("validator_memory_limit_swaps_per_s", copy / VALIDATOR_BYTES, VALIDATOR_BYTES + " bytes per swap")
                .add("v3_memory_limit_swaps_per_s", copy / V3_BYTES, V3_BYTES + " bytes per swap");
    }

    /** {@code validator5} becomes {@code validator_5_swaps_per_s}. */
    private static String key(String method) {
        int digit = method.length() - 1;
        return method.substring(0, digit) + "_" + method.substring(digit) + "_swaps_per_s";
    }
}
