package weir.bench.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import weir.bench.Figures;

/**
 * Memory, threads and handles of a JVM after a garbage collection. A value is NaN if this machine does not report it: it has no
 * {@code /proc}, or the Java that measures has no {@code jcmd}.
 *
 * @param heapMb megabytes of the heap in use
 * @param metaspaceMb megabytes of classes and their metadata in use
 * @param threads threads of the process
 * @param handles open files and sockets
 */
public record Footprint(double heapMb, double metaspaceMb, double threads, double handles) {

    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final Pattern USED = Pattern.compile("(?m)^\\s*(.+?) {2,}.*\\bused (\\d+)K");

    /** Collects the garbage of a JVM and reads its footprint, which pauses the JVM. */
    static Footprint of(long pid) throws IOException, InterruptedException {
        String info = "";
        if (Files.isExecutable(JCMD)) {
            // The second collection frees objects that the reference queues of the first one released.
            jcmd(pid, "GC.run");
            jcmd(pid, "GC.run");
            info = jcmd(pid, "GC.heap_info");
        }
        Path process = Path.of("/proc", Long.toString(pid));
        return new Footprint(heap(info), metaspace(info), count(process.resolve("task")), count(process.resolve("fd")));
    }

    /** Sum of all generations in the output of {@code GC.heap_info}. */
    static double heap(String info) {
        return sum(info.split("(?m)^\\s*Metaspace ")[0]);
    }

    static double metaspace(String info) {
        int begin = info.indexOf("Metaspace ");
        return begin < 0
                ? Double.NaN
                : sum(info.substring(begin).lines().findFirst().orElse(""));
    }

    /** Figures of three points in time; values that stay constant show that nothing leaks. */
    public static Figures figures(Footprint start, Footprint middle, Footprint end) {
        Figures figures = new Figures();
        add(figures, "start", "before the first upgrade", start);
        add(figures, "middle", "after half of the upgrades", middle);
        add(figures, "end", "after the last upgrade", end);
        return figures;
    }

    private static void add(Figures figures, String suffix, String time, Footprint footprint) {
        figures.add("heap_" + suffix + "_mb", footprint.heapMb, "heap in use after a collection, " + time)
                .add("metaspace_" + suffix + "_mb", footprint.metaspaceMb, "classes and their metadata, the same")
                .add("threads_" + suffix, footprint.threads, "threads, the same")
                .add("handles_" + suffix, footprint.handles, "open files and sockets, the same");
    }

    /** Resident memory of a process in bytes; -1 if the system has no {@code /proc}. */
    public static long residentBytes(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.isReadable(status)) {
            return -1;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(-1);
    }

    private static double sum(String lines) {
        double kilobytes = 0;
        boolean found = false;
        for (Matcher used = USED.matcher(lines); used.find(); found = true) {
            kilobytes += Double.parseDouble(used.group(2));
        }
        return found ? kilobytes * 1024 / 1e6 : Double.NaN;
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
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd " + command + ": " + output);
        }
        return output;
    }
}
