package weir.spark.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.sweep.SweepEngine;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.walkforward.Chunk;

/** Sweeps on Spark have the results of local ones. */
@EnabledForJreRange(max = JRE.JAVA_23)
class SparkSweepTest {

    private static final List<Trial> TRIALS = SparkFixture.trials(24);
    private static final List<Chunk> ALL = List.of(new Chunk(0, 12));
    private static final List<Chunk> SAMPLES = List.of(new Chunk(1, 2), new Chunk(6, 3));

    @TempDir
    static Path folder;

    private static SparkFixture fixture;

    @BeforeAll
    static void storeMarket() throws Exception {
        fixture = new SparkFixture(folder);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void threadsGiveTheResultsOfALocalSweep() throws Exception {
        Map<Integer, ChunkResult> expected = fixture.playLocally(TRIALS, ALL);
        assertEquals(TRIALS.size(), expected.size());
        assertEquals(12, expected.get(0).rounds().size());
        try (SweepEngine engine = fixture.spark("local[2]")) {
            assertEquals(expected, SparkFixture.play(engine, TRIALS, ALL));
            assertEquals(fixture.playLocally(TRIALS, SAMPLES), SparkFixture.play(engine, TRIALS, SAMPLES));
        }
    }

    @Test
    void executorProcessesGiveTheResultsOfALocalSweep() throws Exception {
        Optional<String> shared = Optional.of(folder.resolve("shared").toUri().toString());
        Map<Integer, ChunkResult> expected = fixture.playLocally(TRIALS, ALL);
        try (SweepEngine engine = fixture.spark(SparkFixture.CLUSTER, shared)) {
            assertEquals(expected, SparkFixture.play(engine, TRIALS, ALL));
            assertEquals(fixture.playLocally(TRIALS, SAMPLES), SparkFixture.play(engine, TRIALS, SAMPLES));
        }
        try (SweepEngine engine = fixture.spark("local-cluster[1,2,512]")) {
            assertEquals(expected, SparkFixture.play(engine, TRIALS, ALL));
        }
    }
}
