package weir.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The command {@code ./weir bench [NAME [--json FILE]]}: measures, prints, and writes the figures where asked. */
public final class Bench {

    private static final int USAGE = 2;
    private static final List<Measurement> ALL = List.of(
            new StartMeasurement(),
            new MemoryMeasurement(),
            new AxonMeasurement(),
            new VerifyMeasurement(),
            new ReplayMeasurement());

    private Bench() {}

    /** Exit code 2 for a wrong command line, 1 when nothing could be measured. Without a name it lists what there is. */
    public static void main(String[] arguments) throws Exception {
        boolean toFile = arguments.length == 3 && arguments[1].equals("--json");
        if (arguments.length == 0) {
            ALL.forEach(one -> System.out.printf("  %-8s %s%n", one.name(), one.summary()));
        } else if (arguments.length == 1 || toFile) {
            measure(arguments[0], toFile ? Path.of(arguments[2]) : null);
        } else {
            wrong("cannot read '" + String.join(" ", arguments) + "'");
        }
    }

    private static void measure(String name, Path json) throws Exception {
        Measurement measurement =
                ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
        if (measurement == null) {
            wrong("there is no benchmark '" + name + "'");
            return;
        }
        System.out.println(name + ": " + measurement.summary());
        Figures figures = measurement.measure(System.out);
        figures.print(System.out);
        if (json != null) {
            figures.write(json);
        }
    }

    private static void wrong(String message) {
        System.err.println("weir: " + message + ".");
        System.err.println("usage: weir bench NAME [--json FILE], NAME one of "
                + ALL.stream().map(Measurement::name).collect(Collectors.joining(", ")));
        System.exit(USAGE);
    }
}
