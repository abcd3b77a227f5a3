package weir.isolation.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.Await;
import weir.isolation.ChildSettings;
import weir.isolation.Level;
import weir.isolation.RemoteStrategy;
import weir.runner.Children;

/** The fence by bubblewrap on the JDK of the test. Skipped where bubblewrap is missing or may not create namespaces. */
class BubblewrapTest {

    @TempDir
    Path folder;

    private FenceSelection fences;
    private ChildSettings settings;

    @BeforeEach
    void requireBubblewrap() throws Exception {
        settings = Children.settings(folder);
        fences = new FenceSelection(settings, List.of(FenceSelection.Fence.BUBBLEWRAP));
        Optional<String> problem = fences.problem();
        assumeTrue(problem.isEmpty(), () -> "SKIPPED: " + problem.orElseThrow());
    }

    @Test
    void strategyRunsInTheFence() throws Exception {
        ChildPool pool = new ChildPool(settings, System::nanoTime, ControlGroups.ofThisProcess(), fences);
        try (Children children = new Children(folder, pool)) {
            RemoteStrategy strategy = children.create(Level.FENCED, "alice", "word");
            assertEquals("word 3 true 1", Children.ask(strategy, "keep"));
            assertEquals("NativePRNG true 4", Children.ask(strategy, "random"));
            assertEquals(List.of(), Children.reached(strategy, folder));
            ProcessHandle.of(children.pid("alice")).orElseThrow().destroyForcibly();
            // The processes end soon after the signal; until then, the old one may answer.
            Await.until(() -> Children.ask(strategy, "keep").equals("word 3 true 1"), () -> "a new process answers");
        }
    }

    /** The second filter is the one without {@code execve}. */
    @Test
    void strategyCannotBecomeAnotherProgramOnANewerJdk() throws Exception {
        ChildPool pool = new ChildPool(settings, System::nanoTime, ControlGroups.ofThisProcess(), fences);
        try (Children children = new Children(folder, pool)) {
            Children.ask(children.create(Level.FENCED, "alice", "word"), "keep");
            int filters = Runtime.version().feature() >= 22 ? 2 : 1;
            List<String> child = Stream.concat(
                            Stream.of(children.pid("alice")),
                            ProcessHandle.of(children.pid("alice"))
                                    .orElseThrow()
                                    .descendants()
                                    .map(ProcessHandle::pid))
                    .map(BubblewrapTest::seccompFilters)
                    .toList();
            assertTrue(child.contains("Seccomp_filters:\t" + filters), child::toString);
        }
    }

    private static String seccompFilters(long pid) {
        try (Stream<String> status = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return status.filter(line -> line.startsWith("Seccomp_filters:"))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A fence that cannot be applied must not start the program without it. */
    @Test
    void damagedFilterStartsNoProgram() throws Exception {
        for (byte[] filter : List.of(new byte[] {1}, new byte[8])) {
            Files.write(Bubblewrap.filter(settings), filter);
            assertTrue(exitCode() != 0, "with " + filter.length + " bytes");
        }
        Files.delete(Bubblewrap.filter(settings));
        assertTrue(exitCode() != 0, "without a filter");
    }

    private int exitCode() throws Exception {
        Path jdk = ChildCommand.ownJdk();
        Process process = new ProcessBuilder(
                        ChildCommand.bubblewrap(jdk, settings, ChildCommand.version(jdk, settings)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), output);
        return process.exitValue();
    }
}
