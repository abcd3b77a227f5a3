package weir.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.isolation.ChildException;
import weir.isolation.Level;
import weir.isolation.RemoteStrategy;

/** What a fenced child can take from the machine. Skipped where the fence is not possible. */
class ChildLimitsTest {

    private static final String ALICE = "alice";
    private static final long MEMORY = (48L + 256) << 20;

    @TempDir
    Path folder;

    private Children children;

    @BeforeEach
    void start() throws Exception {
        children = new Children(folder);
        Optional<String> problem = children.pool.problem(Level.FENCED);
        assumeTrue(problem.isEmpty(), () -> "SKIPPED: " + problem.get());
    }

    @AfterEach
    void stop() {
        children.close();
    }

    @Test
    void kernelLimitsTheProcess() throws Exception {
        children.create(Level.FENCED, ALICE, "word");
        Path process = Path.of("/proc", String.valueOf(children.pid(ALICE)));
        assertEquals(MEMORY, limit(process, "Max data size"));
        assertEquals(MEMORY + (2L << 30), limit(process, "Max address space"));
        assertEquals(128, limit(process, "Max open files"));
        assertEquals(0, limit(process, "Max file size"));
        assertEquals("1000", Files.readString(process.resolve("oom_score_adj")).strip());
        assertEquals(Math.min(19, nice(Path.of("/proc/self")) + 10), nice(process));
    }

    private static int nice(Path process) throws Exception {
        return Integer.parseInt(Files.readString(process.resolve("stat")).split(" ")[18]);
    }

    /** Both soft and hard limit. */
    private static long limit(Path process, String name) throws Exception {
        String line = Files.readAllLines(process.resolve("limits")).stream()
                .filter(each -> each.startsWith(name))
                .findFirst()
                .orElseThrow();
        String[] fields = line.substring(name.length()).strip().split(" +");
        assertEquals(fields[0], fields[1]);
        return Long.parseLong(fields[0]);
    }

    /** Without a random device it would collect entropy from threads, for seconds. */
    @Test
    void randomNumbersComeFromTheSystem() {
        RemoteStrategy strategy = children.create(Level.FENCED, ALICE, "word");
        assertEquals("NativePRNG true 4", Children.ask(strategy, "random"));
    }

    @Test
    void processWithoutAFenceIsLimitedToo() throws Exception {
        children.create(Level.SEPARATE, ALICE, "word");
        Path process = Path.of("/proc", String.valueOf(children.pid(ALICE)));
        assertEquals(MEMORY, limit(process, "Max data size"));
        assertEquals(1_024, limit(process, "Max open files"));
        assertEquals(0, limit(process, "Max core file size"));
        assertEquals("1000", Files.readString(process.resolve("oom_score_adj")).strip());
    }

    @Test
    void memoryOutsideTheHeapIsLimited() {
        RemoteStrategy strategy = children.create(Level.FENCED, ALICE, "word");
        String message = assertThrows(ChildException.class, () -> Children.ask(strategy, "fill native"))
                .getMessage();
        assertTrue(message.contains("memory") || message.contains("exit code"), message);
        assertEquals("word 3 true 1", Children.ask(children.create(Level.FENCED, "bob", "word"), "keep"));
    }

    /** The JVM ends if it needs memory itself while the threads have used all. */
    @Test
    void threadsAreLimited() {
        RemoteStrategy strategy = children.create(Level.FENCED, ALICE, "word");
        String answer;
        try {
            answer = Children.ask(strategy, "threads");
        } catch (ChildException e) {
            answer = "limited";
        }
        assertEquals("limited", answer);
        assertEquals("word 3 true 1", Children.ask(children.create(Level.FENCED, "bob", "word"), "keep"));
    }

    @Test
    void endlessOutputEndsTheProcess() {
        RemoteStrategy strategy = children.create(Level.FENCED, ALICE, "word");
        String message = assertThrows(ChildException.class, () -> Children.ask(strategy, "flood"))
                .getMessage();
        assertEquals(
                "its child process was killed because it wrote more than 1 MiB a minute to its standard error",
                message);
    }
}
