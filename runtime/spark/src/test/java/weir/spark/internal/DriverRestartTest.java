package weir.spark.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.sweep.Sweep;
import weir.backtest.sweep.SweepEngine;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.TrialResult;
import weir.backtest.sweep.result.TrialResultFile;
import weir.backtest.walkforward.Schedule;
import weir.backtest.walkforward.Stage;

/** A driver that is killed and started again. */
@EnabledForJreRange(max = JRE.JAVA_23)
class DriverRestartTest {

    private static final List<Trial> TRIALS = SparkFixture.trials(64);
    private static final int KILLED_AFTER = 10;

    @TempDir
    Path folder;

    @Test
    void restartedDriverResumesAfterTheStoredTrials() throws Exception {
        try (SparkFixture fixture = new SparkFixture(folder.resolve("local"));
                SweepEngine local = fixture.local()) {
            List<TrialResult> expected = run(fixture, local, folder.resolve("local.sweep"), 0);
            Path file = folder.resolve("spark.sweep");
            List<String> command = new ArrayList<>(List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    "@" + Path.of("src/main/dist/jvm.options").toAbsolutePath(),
                    KilledDriver.class.getName(),
                    folder.resolve("killed").toString(),
                    file.toString()));
            Process driver = new ProcessBuilder(command).inheritIO().start();
            assertEquals(137, driver.waitFor());
            int stored = Files.readAllLines(file).size() - 1;
            assertTrue(stored >= KILLED_AFTER && stored < TRIALS.size(), stored + " trials are stored");
            try (SweepEngine engine = fixture.spark(SparkFixture.CLUSTER)) {
                assertEquals(expected, run(fixture, engine, file, stored));
            }
        }
    }

    static List<TrialResult> run(SparkFixture fixture, SweepEngine engine, Path file, int stored) throws Exception {
        List<Stage> stages = Schedule.ALL_ROUNDS.stages((int) fixture.plan.roundCount(), TRIALS.size());
        try (TrialResultFile results = TrialResultFile.open(file, "test", TRIALS, false)) {
            assertEquals(stored, results.storedCount());
            return new Sweep(engine, stages, List.of()).run(TRIALS, results, (stage, trials, done, left) -> {});
        }
    }

    /** The process of the driver. It kills itself, like {@code kill -9}, after some trials. */
    static final class KilledDriver {

        private KilledDriver() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Files.createDirectories(Path.of(arguments[0]));
            try (SparkFixture fixture = new SparkFixture(folder);
                    SweepEngine engine = fixture.spark(SparkFixture.CLUSTER)) {
                int[] delivered = {0};
                SweepEngine killing = (trials, chunks, listener) -> engine.play(trials, chunks, (trial, rounds) -> {
                    listener.onTrialEnd(trial, rounds);
                    if (++delivered[0] == KILLED_AFTER) {
                        kill();
                    }
                });
                run(fixture, killing, Path.of(arguments[1]), 0);
            }
        }

        private static void kill() throws IOException {
            try {
                new ProcessBuilder(
                                "kill",
                                "-KILL",
                                Long.toString(ProcessHandle.current().pid()))
                        .start()
                        .waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
