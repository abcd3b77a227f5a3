package weir.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JVM holds at an instant, after a collection. Not a number where this machine does not tell: without {@code /proc}, or
 * where the Java that measures is no JDK and lacks {@code jcmd}.
 *
 * @param heapMb megabytes of the heap in use
 * @param metaspaceMb megabytes of classes and their metadata in use
 * @param threads threads of the process
 * @param handles open files and sockets
 */
record Footprint(double heapMb, double metaspaceMb, double threads, double handles) {

    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final Pattern USED = Pattern.compile("(?m)^\\s*(.+?) {2,}.*\\bused (\\d+)K");

    /** Has a JVM collect its garbage and looks at what is left. That stops it for a moment. */
    static Footprint of(long pid) throws IOException, InterruptedException {
        String info = "";
        if (Files.isExecutable(JCMD)) {
            // The second collection frees what the first one's reference queues let go.
            jcmd(pid, "GC.run");
            jcmd(pid, "GC.run");
            info = jcmd(pid, "GC.heap_info");
        }
        Path process = Path.of("/proc", Long.toString(pid));
        return new Footprint(heap(info), metaspace(info), count(process.resolve("task")), count(process.resolve("fd")));
    }

    /** All generations of a {@code GC.heap_info}. */
    static double heap(String info) {
        return sum(info.split("(?m)^\\s*Metaspace ")[0]);
    }

    static double metaspace(String info) {
        int begin = info.indexOf("Metaspace ");
        return begin < 0
                ? Double.NaN
                : sum(info.substring(begin).lines().findFirst().orElse(""));
    }

    /** Figures of three instants beside each other: what stays flat does not leak. */
    static Figures figures(Footprint start, Footprint middle, Footprint end) {
        Figures figures = new Figures();
        add(figures, "start", "before the first swap", start);
        add(figures, "middle", "after half of the swaps", middle);
        add(figures, "end", "after the last one", end);
        return figures;
    }

    private static void add(Figures figures, String when, String words, Footprint held) {
        figures.add("heap_" + when + "_mb", held.heapMb, "heap in use after a collection, " + words)
                .add("metaspace_" + when + "_mb", held.metaspaceMb, "classes and their metadata, likewise")
                .add("threads_" + when, held.threads, "threads, likewise")
                .add("handles_" + when, held.handles, "open files and sockets, likewise");
    }

    private static double sum(String lines) {
        double kilobytes = 0;
        boolean any = false;
        for (Matcher used = USED.matcher(lines); used.find(); any = true) {
            kilobytes += Double.parseDouble(used.group(2));
        }
        return any ? kilobytes * 1024 / 1e6 : Double.NaN;
    }

    private static double count(Path folder) throws IOException {
        if (!Files.isReadable(folder)) {
            return Double.NaN;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(JCMD.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd " + command + ": " + said);
        }
        return said;
    }
}
