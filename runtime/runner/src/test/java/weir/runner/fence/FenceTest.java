package weir.runner.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.Await;

/** A real child process in the fence, on the newest JDK of this machine; skipped where there is none of version 22 or newer. */
class FenceTest {

    @TempDir
    Path folder;

    private Path java;
    private Path secret;
    private Path permitted;
    private String parent = String.valueOf(ProcessHandle.current().pid());

    @BeforeEach
    void createFiles() throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "SKIPPED: the fence is for Linux");
        Optional<Path> home = newestJavaHome();
        assumeTrue(home.isPresent(), "SKIPPED: no JDK 22 or newer; set WEIR_NEWEST_JAVA_HOME");
        java = home.get();
        secret = Files.writeString(
                Files.createDirectory(folder.resolve("wallet")).resolve("hotkey"), "secret");
        permitted = Files.writeString(folder.resolve("permitted"), "text");
    }

    @Test
    void fencedProcessDoesNothingOutsideAndWhatAStrategyNeeds() throws Exception {
        Path socket = folder.resolve("socket");
        try (ServerSocket server = new ServerSocket(0);
                ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            unix.bind(UnixDomainSocketAddress.of(socket));
            List<String> lines = runFenced(
                    FencedProbe.class.getName(),
                    secret.toString(),
                    permitted.toString(),
                    String.valueOf(server.getLocalPort()),
                    socket.toString(),
                    String.valueOf(ProcessHandle.current().pid()));
            List<String> outside = lines.stream()
                    .filter(line -> line.startsWith("done: ") && !line.startsWith("done: allowed: "))
                    .toList();
            assertEquals(List.of(), outside);
            assertEquals(
                    4,
                    lines.stream()
                            .filter(line -> line.startsWith("done: allowed: "))
                            .count(),
                    lines::toString);
            assertEquals(
                    20,
                    lines.stream().filter(line -> line.startsWith("failed: ")).count(),
                    lines::toString);
        }
        assertEquals("secret", Files.readString(secret));
        assertFalse(Files.exists(secret.resolveSibling("new")));
    }

    @Test
    void programThatDoesNotExistIsReported() throws Exception {
        Process process = new ProcessBuilder(fence(List.of("/no/such/program"))).start();
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(Fence.EXIT_CODE, process.waitFor());
        assertTrue(error.contains("the kernel refused: to start /no/such/program"), error);
    }

    @Test
    void killedParentTakesAProcessAlongThatIgnoresItsInput() throws Exception {
        parent = DeafProcess.PARENT;
        List<String> command = new ArrayList<>(List.of(java.resolve("bin/java").toString()));
        command.addAll(List.of("-cp", classPath(), DeafProcess.class.getName()));
        command.addAll(fence(jvm(DeafProcess.class.getName())));
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        Path status;
        try (BufferedReader lines = started.inputReader()) {
            String line = lines.readLine();
            assertTrue(line != null && line.matches("\\d+"), line);
            status = Path.of("/proc", line, "stat");
            assertTrue(isRunning(status));
        } finally {
            started.destroyForcibly();
        }
        Await.until("the fenced process ends", () -> !isRunning(status));
    }

    /** A process that has ended stays in /proc until its new parent has read its exit code. */
    private static boolean isRunning(Path status) {
        try {
            return !Files.readString(status).contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void processWhoseParentHasEndedDoesNotStart() throws Exception {
        parent = "1";
        Process process = new ProcessBuilder(fence(List.of("/no/such/program"))).start();
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(Fence.EXIT_CODE, process.waitFor());
        assertTrue(error.contains("the process 1, which started this one, has ended"), error);
    }

    @Test
    void tablesOfBothArchitecturesNameTheSameSystemCalls() {
        Architecture intel = Architecture.of("amd64");
        Architecture arm = Architecture.of("aarch64");
        assertTrue(intel.permitted().containsAll(arm.permitted()));
        for (String forbidden : List.of(
                "socket", "execve", "fork", "vfork", "kill", "tgkill", "ptrace", "bpf", "unlink", "clone", "open",
                "openat", "fcntl", "prctl", "mmap")) {
            assertFalse(intel.permitted().contains(forbidden), forbidden);
            assertFalse(arm.permitted().contains(forbidden), forbidden);
        }
    }

    private List<String> runFenced(String mainClass, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(fence(jvm(mainClass, arguments))).redirectErrorStream(true);
        builder.environment().put("SECRET", "of the parent");
        Process process = builder.start();
        try (Stream<String> lines = process.inputReader().lines()) {
            List<String> all = lines.toList();
            assertEquals(0, process.waitFor(), all::toString);
            return all;
        }
    }

    private List<String> jvm(String mainClass, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                java.resolve("bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:CompressedClassSpaceSize=16m",
                "-XX:ReservedCodeCacheSize=24m",
                "-XX:+DisableAttachMechanism",
                "-XX:-UsePerfData",
                "-cp",
                classPath(),
                mainClass));
        command.addAll(List.of(arguments));
        return command;
    }

    private List<String> fence(List<String> command) {
        List<String> fenced = new ArrayList<>(List.of(
                java.resolve("bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx16m",
                "-XX:CompressedClassSpaceSize=16m",
                "-XX:ReservedCodeCacheSize=24m",
                "-cp",
                classPath(),
                Fence.class.getName(),
                "--parent",
                parent,
                "--memory",
                "300",
                "--read",
                permitted.toString()));
        fenced.addAll(List.of(classPath().split(":")));
        fenced.add("--execute");
        fenced.add(java.toString());
        fenced.add("--");
        fenced.addAll(command);
        return fenced;
    }

    private static String classPath() {
        return "target/classes:target/test-classes";
    }

    private static Optional<Path> newestJavaHome() throws IOException {
        String chosen = System.getenv("WEIR_NEWEST_JAVA_HOME");
        Path installed = Path.of("/usr/lib/jvm");
        if (chosen != null || !Files.isDirectory(installed)) {
            return Optional.ofNullable(chosen).map(Path::of).filter(home -> version(home) >= 22);
        }
        try (Stream<Path> homes = Files.list(installed)) {
            return homes.filter(home -> version(home) >= 22).findFirst();
        }
    }

    private static int version(Path home) {
        Properties release = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        } catch (IOException e) {
            return 0;
        }
        String version =
                release.getProperty("JAVA_VERSION", "0").replace("\"", "").toLowerCase(Locale.ROOT);
        return Integer.parseInt(version.split("\\D")[0]);
    }
}
