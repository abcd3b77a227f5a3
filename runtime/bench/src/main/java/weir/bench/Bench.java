package weir.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import weir.base.WeirException;
import weir.report.OutputFile;

/** The command {@code ./weir bench [NAME [--KEY N] [--json FILE]]}: measures, prints, and writes the figures where asked. */
public final class Bench {

    private static final List<Measurement> ALL = List.of(
            new StartMeasurement(),
            new MemoryMeasurement(),
            new AxonMeasurement(),
            new SwapMeasurement(),
            new HostileMeasurement(),
            new VerifyMeasurement(),
            new ReplayMeasurement(),
            new HistoryMeasurement(),
            new SweepMeasurement());

    private Bench() {}

    /**
     * What a command line asks for.
     *
     * @param measurement which one
     * @param options a value for each of its options
     * @param json where the figures go; {@code null} for nowhere
     */
    record Order(Measurement measurement, Map<String, Integer> options, Path json) {}

    /** Exit code 2 for a wrong command line, 1 when nothing could be measured. Without a name it lists what there is. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length == 0) {
            ALL.forEach(one -> out.printf("  %-8s %s%n", one.name(), one.summary()));
            return 0;
        }
        try {
            measure(ordered(arguments), out);
            return 0;
        } catch (Exception | Error e) {
            if (e instanceof WeirException failure) {
                err.println("weir: " + failure.problem() + ".\n" + failure.remedy());
                return failure.isUsageError() ? 2 : 1;
            }
            e.printStackTrace(err);
            return 1;
        }
    }

    private static Order ordered(String... arguments) {
        try {
            Order order = order(arguments);
            // Before minutes are spent on figures that nobody would see.
            if (order.json != null) {
                OutputFile.requireWritable(order.json);
            }
            return order;
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(e.getMessage(), "`./weir bench` lists the measurements.");
        }
    }

    private static void measure(Order order, PrintStream out) throws Exception {
        out.println(order.measurement.name() + ": " + order.measurement.summary());
        Figures figures = order.measurement.measure(order.options, out);
        figures.print(out);
        if (order.json != null) {
            OutputFile.write(order.json, figures.json());
        }
    }

    /** @throws IllegalArgumentException saying what is wrong and what may stand there */
    static Order order(String... arguments) {
        Measurement measurement = named(arguments[0]);
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
        return new Order(measurement, Map.copyOf(options), json);
    }

    private static Measurement named(String name) {
        return ALL.stream()
                .filter(one -> one.name().equals(name))
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
