package weir.runner.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

/** A real child process in the fence, on the newest JDK of this machine; skipped where there is none of version 22 or newer. */
class FenceTest {

    @TempDir
    Path folder;

    private Path java;
    private Path secret;
    private Path permitted;

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
                    3,
                    lines.stream()
                            .filter(line -> line.startsWith("done: allowed: "))
                            .count(),
                    lines::toString);
            assertEquals(
                    18,
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
    void tablesOfBothArchitecturesNameTheSameSystemCalls() {
        Architecture intel = Architecture.of("amd64");
        Architecture arm = Architecture.of("aarch64");
        assertTrue(intel.permitted().containsAll(arm.permitted()));
        for (String forbidden :
                List.of("socket", "execve", "fork", "vfork", "kill", "tgkill", "ptrace", "bpf", "unlink", "clone")) {
            assertFalse(intel.permitted().contains(forbidden), forbidden);
            assertFalse(arm.permitted().contains(forbidden), forbidden);
        }
    }

    private List<String> runFenced(String mainClass, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                java.resolve("bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:+DisableAttachMechanism",
                "-XX:-UsePerfData",
                "-cp",
                classPath(),
                mainClass));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(fence(command)).redirectErrorStream(true);
        builder.environment().put("SECRET", "of the parent");
        Process process = builder.start();
        try (Stream<String> lines = process.inputReader().lines()) {
            List<String> all = lines.toList();
            assertEquals(0, process.waitFor(), all::toString);
            return all;
        }
    }

    private List<String> fence(List<String> command) {
        List<String> fenced = new ArrayList<>(List.of(
                java.resolve("bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                Fence.class.getName(),
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
