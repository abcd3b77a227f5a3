package weir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import weir.bench.verify.VerifyBenchmark;

/** The command {@code ./weir bench NAME [--json FILE]}: {@code replay} or {@code verify}, one thread. */
public final class Bench {

    private static final String USAGE = "usage: weir bench (replay|verify) [--json FILE]";

    private Bench() {}

    /** Runs the benchmarks named by the first argument. Exit code 2 for a wrong command line. */
    public static void main(String[] arguments) throws RunnerException, IOException, InterruptedException {
        boolean toFile = arguments.length == 3 && arguments[1].equals("--json");
        if (arguments.length != (toFile ? 3 : 1) || !List.of("replay", "verify").contains(arguments[0])) {
            System.err.println(USAGE);
            System.exit(2);
        }
        Map<String, Double> figures = arguments[0].equals("replay") ? compareReplay() : compareVerify();
        if (toFile) {
            Files.writeString(Path.of(arguments[2]), json(figures));
        }
    }

    private static Map<String, Double> compareVerify() throws IOException, InterruptedException {
        System.out.println(
                "one sr25519 verification beside Rust schnorrkel as WASM (goal: at most 1.2 of its time) ...");
        Map<String, Double> figures = VerifyBenchmark.measure(System.out);
        figures.forEach((name, value) -> System.out.printf(Locale.ROOT, "%-28s %14.3f%n", name, value));
        return figures;
    }

    private static Map<String, Double> compareReplay() throws RunnerException {
        System.out.println("200,000 swaps always in range, one thread, about a minute ...");
        Map<String, Double> swapsPerSecond = replay();
        swapsPerSecond.forEach((name, rate) -> System.out.printf(Locale.ROOT, "%-28s %,14.0f%n", name, rate));
        for (int positions : new int[] {1, 5}) {
            System.out.printf(
                    Locale.ROOT,
                    "%d position%s: %.0f times naive BigInteger in the same run%n",
                    positions,
                    positions == 1 ? "" : "s",
                    swapsPerSecond.get(key("validator" + positions)) / swapsPerSecond.get(key("naive" + positions)));
        }
        return swapsPerSecond;
    }

    private static Map<String, Double> replay() throws RunnerException {
        Options options = new OptionsBuilder()
                .include(ReplayBenchmark.class.getName())
                .forks(1)
                .threads(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        Map<String, Double> results = new TreeMap<>();
        for (RunResult result : new Runner(options).run()) {
            results.put(
                    key(result.getPrimaryResult().getLabel()),
                    result.getPrimaryResult().getScore());
        }
        return results;
    }

    /** {@code validator5} is published as {@code validator_5_swaps_per_s}. */
    private static String key(String benchmark) {
        int digit = benchmark.length() - 1;
        return benchmark.substring(0, digit) + "_" + benchmark.substring(digit) + "_swaps_per_s";
    }

    private static String json(Map<String, Double> results) {
        return results.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "  \"%s\": %.3f", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }
}
