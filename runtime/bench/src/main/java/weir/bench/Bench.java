package weir.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import weir.base.WeirException;
import weir.bench.axon.AxonMeasurement;
import weir.bench.axon.VerifyMeasurement;
import weir.bench.chain.ChainMeasurement;
import weir.bench.earn.EarnMeasurement;
import weir.bench.fetch.FetchMeasurement;
import weir.bench.host.ChallengeMeasurement;
import weir.bench.host.HostileMeasurement;
import weir.bench.host.MemoryMeasurement;
import weir.bench.host.PageMeasurement;
import weir.bench.host.StartMeasurement;
import weir.bench.isolation.IsolationMeasurement;
import weir.bench.replay.ClusterMeasurement;
import weir.bench.replay.HistoryMeasurement;
import weir.bench.replay.ReplayMeasurement;
import weir.bench.replay.SweepMeasurement;
import weir.bench.share.ShareMeasurement;
import weir.bench.upgrade.UpgradeMeasurement;
import weir.report.FailureReport;
import weir.report.OutputFile;

/** The command {@code ./weir bench [NAME [--KEY N] [--json FILE]]}: measures, prints the figures and writes them to a file. */
public final class Bench {

    private static final List<Measurement> ALL = List.of(
            new StartMeasurement(),
            new MemoryMeasurement(),
            new AxonMeasurement(),
            new UpgradeMeasurement(),
            new HostileMeasurement(),
            new IsolationMeasurement(),
            new VerifyMeasurement(),
            new ChainMeasurement(),
            new PageMeasurement(),
            new ChallengeMeasurement(),
            new ReplayMeasurement(),
            new HistoryMeasurement(),
            new FetchMeasurement(),
            new ShareMeasurement(),
            new SweepMeasurement(),
            new ClusterMeasurement(),
            new EarnMeasurement());

    private Bench() {}

    /**
     * A parsed command line.
     *
     * @param measurement the benchmark
     * @param options a value for each of its options
     * @param json file for the figures; {@code null} for none
     */
    record Invocation(Measurement measurement, Map<String, Integer> options, Path json) {}

    /** Exits with 2 for an invalid command line, 1 if the measurement fails. Without a name it lists the benchmarks. */
    public static void main(String[] arguments) {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // benchmarks have no log, and SLF4J would say so
        System.exit(run(arguments, System.out, System.err));
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length == 0) {
            ALL.forEach(each -> out.printf("  %-8s %s%n", each.name(), each.summary()));
            return 0;
        }
        try {
            measure(parseAndCheck(arguments), out);
            return 0;
        } catch (Exception | Error e) {
            return FailureReport.print(e, err);
        }
    }

    private static Invocation parseAndCheck(String... arguments) {
        try {
            Invocation invocation = parse(arguments);
            // Fail before the measurement, which takes minutes.
            if (invocation.json != null) {
                OutputFile.requireWritable(invocation.json);
            }
            return invocation;
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(e.getMessage(), "`./weir bench` lists the benchmarks.");
        }
    }

    private static void measure(Invocation invocation, PrintStream out) throws Exception {
        out.println(invocation.measurement.name() + ": " + invocation.measurement.summary());
        Figures figures = invocation.measurement.measure(invocation.options, out);
        figures.print(out);
        if (invocation.json != null) {
            OutputFile.write(invocation.json, figures.json());
        }
    }

    /** @throws IllegalArgumentException with the error and the usage */
    static Invocation parse(String... arguments) {
        Measurement measurement = find(arguments[0]);
        Map<String, Integer> options = new HashMap<>(measurement.options());
        Path json = null;
        for (int i = 1; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            String key = arguments[i].replaceFirst("^--", "");
            if (arguments[i].equals("--json") && !value.isEmpty()) {
                json = Path.of(value);
            } else if (arguments[i].startsWith("--") && options.containsKey(key) && value.matches("[1-9][0-9]{0,8}")) {
                options.put(key, Integer.valueOf(value));
            } else {
                throw new IllegalArgumentException(
                        "cannot read '" + arguments[i] + " " + value + "'; " + usage(measurement));
            }
        }
        return new Invocation(measurement, Map.copyOf(options), json);
    }

    private static Measurement find(String name) {
        return ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no benchmark '" + name + "'; name one of "
                        + ALL.stream().map(Measurement::name).collect(Collectors.joining(", "))));
    }

    private static String usage(Measurement measurement) {
        return "usage: weir bench " + measurement.name()
                + measurement.options().keySet().stream()
                        .map(key -> " [--" + key + " N]")
                        .collect(Collectors.joining())
                + " [--json FILE]";
    }
}
