package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.cli.CommandRunner;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand;
import weir.launcher.Home;

/** {@code weir restart}, and the formats of the state that a host finds. A shell loop without a terminal is the service manager. */
class RestartTest {

    private static final String POOL = "0x" + "c3".repeat(20);

    /** Files that a host writes again at each start, and the working directory of child processes, which stays empty. */
    private static final List<String> TRANSIENT =
            List.of("admin.port", "admin.token", "children", "felix-cache", "formats", "host.lock");

    @TempDir
    Path home;

    private static void requireSetsid() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/setsid")),
                "/usr/bin/setsid, which starts a process without a terminal");
    }

    private String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    /** The axon may answer before the admin port is open. */
    private void awaitAdminPort(ChildHost host) {
        host.await(
                "the admin port is open",
                () -> CommandRunner.run(home, "routes").exitCode() == 0);
    }

    private long hostPid() {
        return new Home(home).hostPid().orElseThrow();
    }

    @Test
    void hostRestartsAfterTheNextAnsweredQuery() throws Exception {
        requireSetsid();
        Path stop = home.resolve("stop");
        List<String> loop =
                List.of("/usr/bin/setsid", "sh", "-c", "while [ ! -e \"$0\" ]; do \"$@\"; done", stop.toString());
        try (ChildHost host = ChildHost.startBy(loop, home, "--axon.ip", "127.0.0.1")) {
            awaitAdminPort(host);
            long first = hostPid();
            Path output = home.resolve("restart.log");
            Process restart = WeirCommand.start(home, output, "restart");
            try {
                host.await("the command waits", () -> {
                    assertTrue(restart.isAlive() || text(output).contains("waiting"), () -> text(output));
                    return text(output).contains("waiting for a query");
                });
                assertEquals(first, hostPid(), "no restart before a query");
                host.ask(POOL);
                assertEquals(0, restart.waitFor(), () -> text(output) + host.output());
                String expected = "the host is process " + hostPid() + ", before it was " + first;
                assertTrue(text(output).contains(expected), () -> text(output));
                assertNotEquals(first, hostPid());
                assertTrue(host.ask(POOL).contains("\"accepted\""), "the new host answers");
            } finally {
                restart.destroyForcibly();
                Files.createFile(stop);
                ProcessHandle.of(hostPid()).ifPresent(ProcessHandle::destroy);
            }
        }
    }

    @Test
    void restartFailsIfNothingStartsTheHostAgain() throws Exception {
        requireSetsid();
        try (ChildHost host = ChildHost.startBy(List.of("/usr/bin/setsid"), home, "--axon.ip", "127.0.0.1")) {
            awaitAdminPort(host);
            WeirCommand.Result result = host.command("restart", "--now", "--max-start", "1");
            assertEquals(1, result.exitCode(), result::out);
            assertTrue(result.err().contains("after 1 s") || result.err().contains("within 1 s"), result::err);
            assertTrue(result.err().contains("systemctl start"), result::err);
        }
    }

    @Test
    void everyStateFileOfAHostHasAFormat() throws Exception {
        try (ChildHost host = ChildHost.start(home, "--axon.ip", "127.0.0.1")) {
            host.ask(POOL);
            host.await("the journal is written", () -> Files.exists(host.dataFile("decisions.jsonl")));
            String formats = Files.readString(host.dataFile("formats"));
            try (Stream<Path> files = Files.list(home.resolve("data"))) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    String entry = "\n" + name + (Files.isDirectory(file) ? "/" : "=");
                    assertTrue(
                            TRANSIENT.contains(name) || name.endsWith(".part") || formats.contains(entry),
                            name + " has no format in StateFormats:\n" + formats);
                }
            }
        }
    }

    @Test
    void hostAndCommandsRejectTheStateOfANewerVersion() throws Exception {
        Files.createDirectories(home.resolve("data"));
        Files.writeString(home.resolve("data/formats"), "nonces=2\nweir=0.9.0\n");
        for (String[] command : new String[][] {{"run"}, {"history", "info"}, {"tail", "--no-follow"}}) {
            WeirCommand.Result rejection = WeirCommand.run(home, command);
            assertEquals(1, rejection.exitCode(), rejection::err);
            assertTrue(
                    rejection.err().contains("nonces has format 2")
                            && rejection.err().contains("Run Weir 0.9.0 or newer"),
                    rejection::err);
        }
        assertFalse(Files.exists(home.resolve("data/nonces")));
    }

    @Test
    void restartFailsIfNoHostRuns() throws Exception {
        WeirCommand.Result none = WeirCommand.run(home, "restart", "--now");
        assertEquals(1, none.exitCode());
        assertTrue(none.err().contains("no host is running"), none::err);
    }
}
