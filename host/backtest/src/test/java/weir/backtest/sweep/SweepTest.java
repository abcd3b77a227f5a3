package weir.backtest.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.sweep.parameter.ParameterAxis;
import weir.backtest.sweep.parameter.ParameterSpace;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.sweep.result.TrialResult;
import weir.backtest.sweep.result.TrialResultFile;
import weir.backtest.sweep.result.TrialResults;
import weir.backtest.walkforward.Chunk;
import weir.backtest.walkforward.Schedule;
import weir.backtest.walkforward.Stage;

/** The same for any number of workers, and after any interruption. */
class SweepTest {

    private static final ParameterSpace SPACE =
            new ParameterSpace(List.of(ParameterAxis.parse("a=1..6/1"), ParameterAxis.parse("b=0.5,1,2")));

    private static final List<Trial> TRIALS = SPACE.grid();

    private static final List<Stage> STAGES = Schedule.ALL_ROUNDS.stages(40, TRIALS.size());

    @TempDir
    Path folder;

    @Test
    void resultDoesNotDependOnWorkers() throws Exception {
        List<TrialResult> alone = run(1, "one");
        assertEquals(TRIALS.size(), alone.size());
        assertEquals(alone, run(2, "two"));
        assertEquals(alone, run(7, "seven"));
    }

    @Test
    void loggedTrialsAreNotPlayedAgain() throws Exception {
        List<TrialResult> whole = run(2, "whole");
        AtomicInteger count = new AtomicInteger();
        Path file = folder.resolve("broken");
        assertThrows(
                IllegalStateException.class,
                () -> run(2, file, (trial, chunk) -> {
                    if (count.incrementAndGet() > 5) {
                        throw new IllegalStateException("killed");
                    }
                    return play(trial, chunk);
                }));
        // A kill in the middle of a line.
        Files.writeString(file, "17 0.25 0.1", StandardOpenOption.APPEND);
        Set<Integer> played = ConcurrentHashMap.newKeySet();
        List<TrialResult> resumed = run(3, file, (trial, chunk) -> {
            played.add(trial.index());
            return play(trial, chunk);
        });
        assertEquals(whole, resumed);
        assertEquals(TRIALS.size() - 5, played.size());
    }

    @Test
    void progressCountsEveryTrialOnce() throws Exception {
        List<Integer> counts = new ArrayList<>();
        List<Long> left = new ArrayList<>();
        try (TrialResultFile log = TrialResultFile.open(folder.resolve("counted"), "sweep", TRIALS, false)) {
            new Sweep(new LocalEngine(3, SweepTest::play), STAGES, List.of())
                    .run(TRIALS, log, (stage, trials, roundsDone, roundsLeft) -> {
                        counts.add(trials);
                        left.add(roundsLeft);
                        assertEquals(trials * 40L, roundsDone);
                    });
        }
        assertEquals(IntStream.rangeClosed(1, TRIALS.size()).boxed().toList(), counts);
        assertEquals(0, left.get(left.size() - 1));
    }

    @Test
    void progressGrowsWithinATrial() throws Exception {
        List<String> shown = new ArrayList<>();
        LocalEngine.GroupPlayer player = (trials, chunk, progress) -> {
            for (int round = 0; round < 40; round += 10) {
                progress.accept(10 * trials.size());
            }
            return trials.stream().map(trial -> play(trial, chunk)).toList();
        };
        List<Trial> trials = TRIALS.subList(0, 2);
        List<Stage> stages = Schedule.ALL_ROUNDS.stages(40, trials.size());
        try (TrialResultFile log = TrialResultFile.open(folder.resolve("within"), "sweep", trials, false)) {
            new Sweep(new LocalEngine(1, 1, player), stages, List.of())
                    .run(trials, log, (stage, ended, done, left) -> shown.add(ended + ":" + done + "+" + left));
        }
        assertEquals(
                List.of(
                        "0:10+70", "0:20+60", "0:30+50", "0:40+40", "1:40+40", "1:50+30", "1:60+20", "1:70+10",
                        "1:80+0", "2:80+0"),
                shown);
    }

    private List<TrialResult> run(int workers, String file) throws Exception {
        return run(workers, folder.resolve(file), SweepTest::play);
    }

    private static List<TrialResult> run(int workers, Path file, LocalEngine.Player player) throws Exception {
        try (TrialResultFile log = TrialResultFile.open(file, "sweep", TRIALS, false)) {
            return new Sweep(new LocalEngine(workers, player), STAGES, List.of())
                    .run(TRIALS, log, (stage, trials, done, left) -> {});
        }
    }

    private static ChunkResult play(Trial trial, Chunk chunk) {
        return TrialResults.scored(Arrays.copyOfRange(scores(trial, 40), chunk.firstRound(), chunk.end()));
    }

    /** Any figures that depend on the parameters alone. */
    static double[] scores(Trial trial, int rounds) {
        double a = Double.parseDouble(trial.parameters().get("a"));
        double b = Double.parseDouble(trial.parameters().get("b"));
        return DoubleStream.iterate(a / 3, x -> x * b / 1.7 + 0.1).limit(rounds).toArray();
    }
}
