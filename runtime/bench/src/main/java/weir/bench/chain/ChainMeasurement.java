package weir.bench.chain;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import weir.bench.Figures;
import weir.bench.Measurement;
import weir.chain.extrinsic.ChainRuntime;

/** Time to read the metadata of a real runtime, in new processes and in one that has read it often. */
public final class ChainMeasurement implements Measurement {

    private static final int RUNS = 5;
    private static final int WARM_PARSES = 200;
    private static final String FILE = "chain/metadata-461-v15.scale.gz";

    @Override
    public String name() {
        return "chain";
    }

    @Override
    public String summary() {
        return "first parse of the chain's metadata in a new process; goal at most 300 ms";
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress)
            throws IOException, InterruptedException {
        Path file = recordedFile();
        byte[] metadata = read(file);
        double[] cold = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            cold[run] = parseInNewProcess(file);
        }
        double[] warm = new double[WARM_PARSES];
        for (int i = 0; i < WARM_PARSES; i++) {
            warm[i] = parseMillis(metadata);
        }
        return new Figures()
                .add("metadata_kB", metadata.length / 1e3, file.getFileName().toString())
                .add(
                        "cold_parse_ms",
                        Figures.median(cold),
                        "median of " + RUNS + " processes, classes not loaded before")
                .add("warm_parse_ms", Figures.median(warm), "median of " + WARM_PARSES + " in one process");
    }

    /** Entry point of the new processes: prints the milliseconds of the first parse of a file. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(parseMillis(read(Path.of(arguments[0]))));
    }

    private static double parseInNewProcess(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChainMeasurement.class.getName(),
                        file.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        if (process.waitFor() != 0) {
            throw new IOException("the process ended with " + process.exitValue() + ": " + output);
        }
        return Double.parseDouble(output);
    }

    private static double parseMillis(byte[] metadata) {
        long begun = System.nanoTime();
        ChainRuntime.parse(metadata);
        return (System.nanoTime() - begun) / 1e6;
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }

    private static Path recordedFile() throws IOException {
        String folder = System.getenv("WEIR_VECTORS");
        Path file = folder != null
                ? Path.of(folder, FILE)
                : Path.of(System.getProperty("weir.shared", ""), "vectors", FILE);
        if (!Files.isReadable(file)) {
            throw new IOException(
                    "recorded file " + file + " is missing; set WEIR_VECTORS to the folder of the recordings");
        }
        return file;
    }
}
