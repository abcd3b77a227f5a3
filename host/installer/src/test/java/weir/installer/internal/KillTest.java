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

/**
 * A host that ends as by {@code kill -9} at each {@link KillPoint} of a swap: what is on disk is the old state or the new one, never a
 * mixture, and the next start serves. {@code -Dweir.kills=1000} runs the long form, fifty kills at each point.
 */
class KillTest {

    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path home;

    private boolean written;

    /** What the route's parameter may be: the last one that served and, where it was being changed, the next. */
    private Set<String> parameters = Set.of("none");

    private String before = "no point yet";

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void afterAKillTheOldStateOrTheNewOneIsThere() throws Exception {
        Files.createDirectories(home.resolve("plugins"));
        Files.createDirectories(home.resolve("routes"));
        Pack.sample("1.0.0", "a").to(home.resolve("a"));
        Pack.sample("1.1.0", "b").to(home.resolve("b"));
        Files.copy(home.resolve("a"), home.resolve("plugins/sample.jar"));
        Files.writeString(home.resolve("routes/default.json"), "{\"pair\": \"*\", \"strategy\": \"sample\"}");
        int kills = Integer.getInteger("weir.kills", 5);
        for (int kill = 0; kill < kills; kill++) {
            // 7 is coprime to the number of points: a short run spreads over the whole swap too.
            killedAt(KillPoint.values()[kill * 7 % KillPoint.values().length]);
            assertWhole();
        }
        System.out.println(kills + " kills at " + Math.min(kills, KillPoint.values().length)
                + " points: each time the old state or the new one (weir.kills sets how many)");
    }

    private void killedAt(KillPoint point) throws IOException, InterruptedException {
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledHost.class.getName(),
                        home.toString(),
                        point.name())
                .redirectError(home.resolve("err.txt").toFile())
                .start();
        try (BufferedReader out = host.inputReader()) {
            String first = out.readLine();
            Set<String> expected = new TreeSet<>();
            parameters.forEach(one -> List.of("a ", "b ").forEach(content -> expected.add("serving " + content + one)));
            assertTrue(
                    first != null && expected.contains(first),
                    () -> first + " is none of " + expected + " after a kill at " + before + errors());
            parameters = Set.of(first.substring("serving a ".length()));
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                follow(line);
            }
            assertTrue(host.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> point + " was never reached" + errors());
            assertEquals(KilledHost.KILLED, host.exitValue(), () -> point + " was never reached" + errors());
            before = point.name();
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

    /** What the next start will find. */
    private void assertWhole() throws IOException, Refusal {
        Path data = home.resolve("data");
        PrivateCopies copies = new PrivateCopies(data.resolve("bundles"));
        Set<String> versions = new TreeSet<>();
        for (String version : List.of("a", "b")) {
            try (PrivateCopies.Draft draft = copies.draft(home.resolve(version))) {
                versions.add(draft.hash());
            }
        }
        Map<String, String> installed = new InstalledFile(data.resolve("installed.json")).read();
        // Before anything was ever written down, nothing is the old state.
        assertTrue(
                installed.keySet().equals(Set.of("sample.jar")) || !written && installed.isEmpty(),
                () -> installed.toString());
        written = !installed.isEmpty();
        for (String hash : installed.values()) {
            assertTrue(versions.contains(hash), hash + " is neither the old nor the new version");
            assertTrue(copies.isWhole(hash), hash + " is a mixture");
        }
        try (Stream<Path> kept = Files.list(data.resolve("bundles"))) {
            for (Path file : kept.filter(one -> one.toString().endsWith(".jar")).toList()) {
                String hash = file.getFileName().toString().replace(".jar", "");
                assertTrue(copies.isWhole(hash), file + " is a mixture");
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
