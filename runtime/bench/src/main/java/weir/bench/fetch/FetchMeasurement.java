package weir.bench.fetch;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import weir.base.TemporaryDirectory;
import weir.base.WeirException;
import weir.bench.Figures;
import weir.bench.Measurement;

/** Download of a long history from a node on the loopback interface, by a process with a small heap and one core. */
public final class FetchMeasurement implements Measurement {

    private static final String SWAPS = "swaps";
    private static final String HEAP = "heap";

    @Override
    public String name() {
        return "fetch";
    }

    @Override
    public String summary() {
        return "a history fetched from a loopback node; goal 200,000 swaps/s decoded and 100,000 stored on one core, constant memory";
    }

    @Override
    public Map<String, Integer> options() {
        return Map.of(SWAPS, 5_000_000, HEAP, 64);
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        TemporaryDirectory folder = TemporaryDirectory.create("weir-bench-fetch");
        try (SyntheticNode node = new SyntheticNode()) {
            progress.printf(
                    "  %,d swaps in answers of %,d logs, a heap of %d MiB, about %,d MB on disk in %s ...%n",
                    options.get(SWAPS),
                    SyntheticNode.LOGS_PER_ANSWER,
                    options.get(HEAP),
                    options.get(SWAPS) / 5_000,
                    folder.path());
            return run(node.url(), folder.path(), options, progress);
        } finally {
            folder.remove();
        }
    }

    private static Figures run(String url, Path folder, Map<String, Integer> options, PrintStream progress)
            throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + options.get(HEAP) + "m",
                        "-XX:ActiveProcessorCount=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongFetch.class.getName(),
                        url,
                        folder.toString(),
                        options.get(SWAPS).toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread atExit = new Thread(process::destroyForcibly, "end the fetch");
        Runtime.getRuntime().addShutdownHook(atExit);
        Figures figures = new Figures();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                progress.println("  " + line);
                String[] figure = line.split(" ", 3);
                figures.add(figure[0], Double.parseDouble(figure[1]), figure[2]);
            }
        }
        if (process.waitFor() != 0) {
            throw WeirException.failed("the fetch ended with " + process.exitValue(), "Fix the error above.");
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
        return figures;
    }
}
