package weir.spark.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.sweep.BuildIdentity;
import weir.backtest.sweep.SweepEngine;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.walkforward.Chunk;
import weir.base.WeirException;
import weir.spark.internal.content.ContentFile;

/** Real executor processes that are killed, stopped, or have other code, and damaged files. */
@EnabledForJreRange(max = JRE.JAVA_23)
class SparkFailureTest {

    private static final List<Trial> TRIALS = SparkFixture.trials(96);
    private static final List<Chunk> ALL = List.of(new Chunk(0, 12));

    @TempDir
    static Path folder;

    private static SparkFixture fixture;
    private static Map<Integer, ChunkResult> expected;

    @BeforeAll
    static void playLocally() throws Exception {
        fixture = new SparkFixture(folder);
        expected = fixture.playLocally(TRIALS, ALL);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void resultsDoNotDependOnKilledExecutors() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int first = 1 + random.nextInt(20);
        int second = first + 10 + random.nextInt(40);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SparkSweepEngine engine = (SparkSweepEngine) fixture.spark(SparkFixture.CLUSTER);
        try {
            assertEquals(
                    expected,
                    play(engine, count -> {
                        if (count == first || count == second) {
                            executors().findFirst().orElseThrow().destroyForcibly();
                        }
                    }),
                    "seed " + seed);
        } finally {
            engine.close(new PrintStream(out, true, StandardCharsets.UTF_8));
        }
        String summary = out.toString(StandardCharsets.UTF_8);
        assertTrue(summary.contains("executor lost"), summary);
        assertEquals(1, summary.split("failures on the cluster", -1).length - 1, summary);
    }

    /** It keeps its connection, so only the missing heartbeat tells. Spark runs no second copy of a task on one machine. */
    @Test
    void executorThatDoesNotAnswerIsReplaced() throws Exception {
        System.setProperty("spark.network.timeout", "30s");
        System.setProperty("spark.network.timeoutInterval", "5s");
        System.setProperty("spark.executor.heartbeatInterval", "5s");
        try (SweepEngine engine = fixture.spark(SparkFixture.CLUSTER)) {
            assertEquals(expected, play(engine, count -> {
                if (count == 1) {
                    signal("STOP", executors().findFirst().orElseThrow());
                }
            }));
        } finally {
            executors().forEach(ProcessHandle::destroyForcibly);
            System.clearProperty("spark.network.timeout");
            System.clearProperty("spark.network.timeoutInterval");
            System.clearProperty("spark.executor.heartbeatInterval");
        }
    }

    @Test
    void damagedFileIsNamedAndWrittenAgainAtTheNextStart() throws Exception {
        Path shared = folder.resolve("damaged");
        Optional<String> uri = Optional.of(shared.toUri().toString());
        try (SparkSweepEngine engine = (SparkSweepEngine) fixture.spark(SparkFixture.CLUSTER, uri)) {
            List<ContentFile> history = engine.publishHistory(ALL).get(0);
            Path file = shared.resolve(history.get(0).sha256());
            byte[] content = Files.readAllBytes(file);
            content[content.length / 2] ^= 1;
            Files.write(file, content);
            WeirException failure = assertThrows(WeirException.class, () -> SparkFixture.play(engine, TRIALS, ALL));
            assertTrue(failure.getMessage().contains("is damaged: its SHA-256 is "), failure.getMessage());
            assertTrue(failure.getMessage().contains(history.get(0).sha256()), failure.getMessage());
        }
        try (SweepEngine engine = fixture.spark(SparkFixture.CLUSTER, uri)) {
            assertEquals(expected, SparkFixture.play(engine, TRIALS, ALL));
        }
    }

    @Test
    void executorWithAnotherVersionIsRefusedWithBothVersions() throws Exception {
        Path own = BuildIdentity.jars().get("weir.backtest");
        Path other = folder.resolve("other.jar");
        OtherVersion.copy(own, other, "0.1.9");
        List<String> classPath = new ArrayList<>(List.of(other.toString()));
        BuildIdentity.jars().values().forEach(jar -> classPath.add(jar.toString()));
        System.setProperty("spark.executor.extraClassPath", String.join(":", classPath));
        try (SweepEngine engine = fixture.spark(SparkFixture.CLUSTER)) {
            WeirException failure = assertThrows(WeirException.class, () -> SparkFixture.play(engine, TRIALS, ALL));
            assertTrue(failure.getMessage().contains("an executor has Weir 0.1.9 (build "), failure.getMessage());
            assertTrue(
                    failure.getMessage().contains("the driver has " + BuildIdentity.running()), failure.getMessage());
        } finally {
            System.clearProperty("spark.executor.extraClassPath");
        }
    }

    /** Spark tries for a minute. */
    @Test
    void masterThatDoesNotAnswerIsNamed() {
        WeirException failure = assertThrows(WeirException.class, () -> {
            try (SweepEngine engine = fixture.spark("spark://127.0.0.1:1")) {
                SparkFixture.play(engine, TRIALS, ALL);
            }
        });
        assertTrue(failure.getMessage().contains("spark://127.0.0.1:1"), failure.getMessage());
        assertTrue(failure.remedy().contains("Check --master"), failure.remedy());
    }

    @Test
    void exceptionOfTheListenerEndsTheSweep() throws Exception {
        try (SweepEngine engine = fixture.spark("local[2]")) {
            java.io.IOException full = assertThrows(
                    java.io.IOException.class,
                    () -> engine.play(TRIALS, ALL, (trial, rounds) -> {
                        throw new java.io.IOException("disk full");
                    }));
            assertEquals("disk full", full.getMessage());
        }
        assertFalse(executors().findAny().isPresent());
    }

    private interface AtResult {
        void delivered(int count) throws java.io.IOException;
    }

    private static Map<Integer, ChunkResult> play(SweepEngine engine, AtResult action) throws Exception {
        Map<Integer, ChunkResult> results = new TreeMap<>();
        engine.play(TRIALS, ALL, (trial, rounds) -> {
            assertEquals(null, results.put(trial.index(), rounds), "trial " + trial.index() + " was delivered twice");
            action.delivered(results.size());
        });
        return results;
    }

    private static Stream<ProcessHandle> executors() {
        return ProcessHandle.current().descendants().filter(process -> process.info().arguments().stream()
                .flatMap(Stream::of)
                .anyMatch(argument -> argument.endsWith("CoarseGrainedExecutorBackend")));
    }

    private static void signal(String name, ProcessHandle process) throws java.io.IOException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start();
    }
}
