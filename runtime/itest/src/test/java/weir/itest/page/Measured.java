package weir.itest.page;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** What tests measure on the machine. */
final class Measured {

    private Measured() {}

    /** Skips the rest of a test on a busy machine, where a duration says nothing. */
    static void assumeIdle(String measured) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Assumptions.assumeTrue(
                load < 2 * Runtime.getRuntime().availableProcessors(),
                "the machine is busy (load " + load + "): " + measured);
    }

    /** Bytes of the reachable objects, in MB. */
    static double retainedHeap(long pid) throws Exception {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram").start();
        String total = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(total.strip().split(" +")[2]) / 1e6;
    }
}
