package weir.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.Await;
import weir.isolation.Level;
import weir.isolation.RemoteStrategy;

/** Version changes, crashes and restarts of child processes; {@code -Dweir.child.changes=500} is the long form. */
class ChildLeakTest {

    private static final int CHANGES = Integer.getInteger("weir.child.changes", 20);

    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(OS.LINUX) // It counts the entries of /proc/self/fd.
    void changesAndRestartsLeaveNoProcessThreadOrFileBehind() throws Exception {
        try (Children children = new Children(folder)) {
            children.create(Level.SEPARATE, "alice", "warm-up").close();
            awaitNothingLeft(children);
            long files = openFiles();
            RemoteStrategy serving = children.create(Level.SEPARATE, "alice", "version 0", "0");
            for (int i = 1; i <= CHANGES; i++) {
                RemoteStrategy next = children.create(Level.SEPARATE, "alice", "version " + i, String.valueOf(i));
                assertEquals(i + " 3 true 1", Children.ask(next, "keep"));
                serving.close();
                serving = next;
                if (i % 4 == 0) {
                    children.elapsedNanos.addAndGet(Duration.ofMinutes(10).toNanos());
                    ProcessHandle.of(children.pid("alice")).orElseThrow().destroyForcibly();
                    assertEquals(i + " 3 true 1", Children.ask(serving, "keep"));
                } else if (i % 4 == 1) {
                    serving.close();
                    awaitNothingLeft(children);
                    serving = children.create(Level.SEPARATE, "alice", "restart " + i, "again");
                }
            }
            serving.close();
            awaitNothingLeft(children);
            Await.until(() -> openFiles() <= files, () -> openFiles() + " open files, " + files + " before");
        }
    }

    private static void awaitNothingLeft(Children children) {
        assertEquals(List.of(), children.pool.status());
        Await.until(
                "no process is left",
                () -> ProcessHandle.current().children().findAny().isEmpty());
        Await.until(() -> threads().isEmpty(), ChildLeakTest::threads);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.endsWith(" of alice"))
                .toList();
    }

    private static long openFiles() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
