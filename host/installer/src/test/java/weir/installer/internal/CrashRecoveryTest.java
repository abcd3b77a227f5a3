package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.base.Sha256;
import weir.fixtures.BundleBuilder;
import weir.installer.internal.deploy.BundleStore;
import weir.installer.internal.deploy.DeploymentRecord;

/**
 * Kills a host at each {@link CrashPoint} of an upgrade. Afterwards the disk holds the old state or the new one, never a mixture, and
 * the next start serves. {@code -Dweir.kills=1000} runs the long form, fifty kills at each point.
 */
class CrashRecoveryTest {

    private static final long EXIT_TIMEOUT_SECONDS = 60;

    @TempDir
    Path home;

    private boolean isRecordWritten;

    /** Possible parameters of the route: the last one that served and, if it was being changed, the next one. */
    private Set<String> parameters = Set.of("none");

    private String previousPoint = "no point yet";

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void killedHostLeavesTheOldOrTheNewState() throws Exception {
        Files.createDirectories(home.resolve("plugins"));
        Files.createDirectories(home.resolve("routes"));
        BundleBuilder.sample("1.0.0", "a").writeTo(home.resolve("a"));
        BundleBuilder.sample("1.1.0", "b").writeTo(home.resolve("b"));
        Files.copy(home.resolve("a"), home.resolve("plugins/sample.jar"));
        Files.writeString(home.resolve("routes/default.json"), "{\"pair\": \"*\", \"strategy\": \"sample\"}");
        int kills = Integer.getInteger("weir.kills", 5);
        for (int kill = 0; kill < kills; kill++) {
            // 7 is coprime to the number of points, so that a short run is spread over the whole upgrade.
            runAndKill(CrashPoint.values()[kill * 7 % CrashPoint.values().length]);
            assertStateIsConsistent();
        }
        System.out.println(kills + " kills at " + Math.min(kills, CrashPoint.values().length)
                + " points: each time the old state or the new one (weir.kills sets how many)");
    }

    private void runAndKill(CrashPoint point) throws IOException, InterruptedException {
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingHost.class.getName(),
                        home.toString(),
                        point.name())
                .redirectError(home.resolve("err.txt").toFile())
                .start();
        try (BufferedReader out = host.inputReader()) {
            String first = out.readLine();
            Set<String> expected = new TreeSet<>();
            parameters.forEach(parameter ->
                    List.of("a ", "b ").forEach(content -> expected.add("serving " + content + parameter)));
            assertTrue(
                    first != null && expected.contains(first),
                    () -> first + " is none of " + expected + " after a kill at " + previousPoint + errors());
            parameters = Set.of(first.substring("serving a ".length()));
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                follow(line);
            }
            assertTrue(
                    host.waitFor(EXIT_TIMEOUT_SECONDS, TimeUnit.SECONDS),
                    () -> point + " was never reached" + errors());
            assertEquals(CrashPoint.EXIT_CODE, host.exitValue(), () -> point + " was never reached" + errors());
            previousPoint = point.name();
        } finally {
            host.destroyForcibly();
            host.waitFor();
        }
    }

    private void follow(String line) {
        String parameter = line.substring(line.indexOf(' ') + 1);
        if (line.startsWith("setting ")) {
            Set<String> both = new TreeSet<>(parameters);
            both.add(parameter);
            parameters = both;
        } else {
            parameters = Set.of(parameter);
        }
    }

    private void assertStateIsConsistent() throws Exception {
        Path data = home.resolve("data");
        BundleStore store = new BundleStore(data.resolve("bundles"));
        Set<String> versions = Set.of(Sha256.of(home.resolve("a")), Sha256.of(home.resolve("b")));
        Map<String, String> installed = new DeploymentRecord(data.resolve("installed.json")).read();
        // Before the record is written for the first time, the old state is an empty record.
        assertTrue(
                installed.keySet().equals(Set.of("sample.jar")) || !isRecordWritten && installed.isEmpty(),
                installed::toString);
        isRecordWritten = !installed.isEmpty();
        for (String hash : installed.values()) {
            assertTrue(versions.contains(hash), hash + " is neither the old nor the new version");
            assertTrue(store.contains(hash), hash + " is damaged");
        }
        try (Stream<Path> copies = Files.list(data.resolve("bundles"))) {
            for (Path file :
                    copies.filter(copy -> copy.toString().endsWith(".jar")).toList()) {
                assertTrue(store.contains(file.getFileName().toString().replace(".jar", "")), file + " is damaged");
            }
        }
    }

    private String errors() {
        try {
            String[] lines = Files.readString(home.resolve("err.txt")).split("\n");
            return " " + String.join("\n", Arrays.copyOfRange(lines, Math.max(0, lines.length - 20), lines.length));
        } catch (IOException e) {
            return " " + e;
        }
    }
}
