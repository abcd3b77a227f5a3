package weir.spark.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.walkforward.Chunk;

/** A sweep on Spark's standalone cluster. Other systems than Linux have one loopback address. */
@EnabledOnOs(OS.LINUX)
@EnabledForJreRange(max = JRE.JAVA_23)
class StandaloneClusterTest {

    private static final List<Trial> TRIALS = SparkFixture.trials(96);
    private static final List<Chunk> ALL = List.of(new Chunk(0, 12));

    @TempDir
    Path folder;

    /** No time-out ends the tasks of the stopped executor, so only the copies on the other one can finish the sweep. */
    @Test
    void tasksOfAStoppedExecutorAreCopiedToAnotherOne() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setProperty("spark.network.timeout", "1h");
        try (SparkFixture fixture = new SparkFixture(folder);
                StandaloneCluster cluster = new StandaloneCluster(folder)) {
            SparkSweepEngine engine = (SparkSweepEngine) fixture.spark(cluster.master());
            Map<Integer, ChunkResult> results = new TreeMap<>();
            engine.play(TRIALS, ALL, (trial, rounds) -> {
                assertEquals(null, results.put(trial.index(), rounds), trial + " was delivered twice");
                if (results.size() == 1) {
                    new ProcessBuilder("kill", "-STOP", pid(cluster))
                            .inheritIO()
                            .start();
                }
            });
            engine.close(new PrintStream(out, true, StandardCharsets.UTF_8));
            assertEquals(fixture.playLocally(TRIALS, ALL), results);
        } finally {
            System.clearProperty("spark.network.timeout");
        }
        assertFalse(
                out.toString(StandardCharsets.UTF_8).contains("executor lost"), out.toString(StandardCharsets.UTF_8));
    }

    private static String pid(StandaloneCluster cluster) {
        return Long.toString(cluster.executors().findFirst().orElseThrow().pid());
    }
}
