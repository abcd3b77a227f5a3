package weir.bench.replay;

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

/** Replay of a long history from disk in a process with a small heap: speed and constant memory. */
public final class HistoryMeasurement implements Measurement {

    private static final String SWAPS = "swaps";
    private static final String HEAP = "heap";

    @Override
    public String name() {
        return "history";
    }

    @Override
    public String summary() {
        return "a long history replayed from disk; goal constant memory over 50 million swaps";
    }

    @Override
    public Map<String, Integer> options() {
        return Map.of(SWAPS, 50_000_000, HEAP, 64);
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        TemporaryDirectory folder = TemporaryDirectory.create("weir-bench-history");
        try {
            progress.printf(
                    "  %,d swaps, a heap of %d MiB, about %,d MB on disk in %s, some minutes ...%n",
                    options.get(SWAPS), options.get(HEAP), options.get(SWAPS) / 26_000, folder.path());
            return run(folder.path(), options, progress);
        } finally {
            folder.remove();
        }
    }

    private static Figures run(Path folder, Map<String, Integer> options, PrintStream progress) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + options.get(HEAP) + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongReplay.class.getName(),
                        folder.toString(),
                        options.get(SWAPS).toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread atExit = new Thread(process::destroyForcibly, "end the replay");
        Runtime.getRuntime().addShutdownHook(atExit);
        Figures figures = new Figures();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                progress.println("  " + line);
                String[] figure = line.split(" ");
                figures.add(figure[0], Double.parseDouble(figure[1]), "");
            }
        }
        if (process.waitFor() != 0) {
            throw WeirException.failed("the replay ended with " + process.exitValue(), "Fix the error above.");
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
        return figures;
    }
}
