package weir.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import weir.base.WeirException;

/** Replay of a long history from disk in a process with a small heap: its speed, and whether its memory stays flat. */
final class HistoryMeasurement implements Measurement {

    private static final String SWAPS = "swaps";
    private static final String HEAP = "heap";

    @Override
    public String name() {
        return "history";
    }

    @Override
    public String summary() {
        return "a long history replayed from disk; goal flat memory over 50 million swaps";
    }

    @Override
    public Map<String, Integer> options() {
        return Map.of(SWAPS, 50_000_000, HEAP, 64);
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        Path folder = Files.createTempDirectory("weir-bench-history");
        try {
            progress.printf(
                    "  %,d swaps, a heap of %d MiB, about %,d MB on disk in %s, some minutes ...%n",
                    options.get(SWAPS), options.get(HEAP), options.get(SWAPS) / 26_000, folder);
            return run(folder, options, progress);
        } finally {
            remove(folder);
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
        Thread end = new Thread(process::destroyForcibly, "end the replay");
        Runtime.getRuntime().addShutdownHook(end);
        Figures figures = new Figures();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                progress.println("  " + line);
                String[] words = line.split(" ");
                figures.add(words[0], Double.parseDouble(words[1]), "");
            }
        }
        if (process.waitFor() != 0) {
            throw WeirException.failed("the replay ended with " + process.exitValue(), "Mend what it says above.");
        }
        Runtime.getRuntime().removeShutdownHook(end);
        return figures;
    }

    /** A folder with all that is in it. */
    static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
