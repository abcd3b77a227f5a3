package weir.bench;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Speed of a replay on one core, beside the same arithmetic in whole numbers, in one run of JMH. */
final class ReplayMeasurement implements Measurement {

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String summary() {
        return "swaps/s through the evaluation, one core; goal 8 million with one position, 2 million with five, v3 10 million";
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        progress.println("  200,000 swaps always in range, one thread, about two minutes ...");
        Options settings = new OptionsBuilder()
                .include(ReplayJmh.class.getName())
                .include(V3ReplayJmh.class.getName())
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
                    key(result.getPrimaryResult().getLabel()),
                    result.getPrimaryResult().getScore());
        }
        Figures figures = new Figures();
        rates.forEach((key, rate) -> figures.add(key, rate, ""));
        for (int positions : new int[] {1, 5}) {
            figures.add(
                    "validator_" + positions + "_over_naive",
                    rates.get(key("validator" + positions)) / rates.get(key("naive" + positions)),
                    "times naive BigInteger");
        }
        return figures;
    }

    /** {@code validator5} is published as {@code validator_5_swaps_per_s}. */
    private static String key(String method) {
        int digit = method.length() - 1;
        return method.substring(0, digit) + "_" + method.substring(digit) + "_swaps_per_s";
    }
}
