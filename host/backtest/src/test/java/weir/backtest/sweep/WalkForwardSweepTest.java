package weir.backtest.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.backtest.sweep.parameter.ParameterAxis;
import weir.backtest.sweep.parameter.ParameterSpace;
import weir.backtest.sweep.parameter.Shard;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.sweep.result.ShardMerge;
import weir.backtest.sweep.result.SweepWarnings;
import weir.backtest.sweep.result.TrialResult;
import weir.backtest.sweep.result.TrialResultFile;
import weir.backtest.sweep.result.TrialResults;
import weir.backtest.walkforward.Chunk;
import weir.backtest.walkforward.Folds;
import weir.backtest.walkforward.Halving;
import weir.backtest.walkforward.Schedule;
import weir.base.WeirException;

/** Folds, successive halving and shards of a sweep. */
class WalkForwardSweepTest {

    private static final int ROUNDS = 400;
    private static final List<Trial> TRIALS = new ParameterSpace(List.of(ParameterAxis.parse("a=1..30/1"))).grid();
    private static final Schedule FOLDS = new Schedule(Optional.of(new Folds(100, 10, 60)), Optional.empty());
    private static final Schedule HALVING = new Schedule(Optional.empty(), Optional.of(new Halving(7)));
    private static final Schedule BOTH = new Schedule(FOLDS.folds(), HALVING.halving());

    @TempDir
    Path folder;

    /** Noise that depends on the trial, and a mean that grows with its index. */
    private static double[] scores(Trial trial) {
        Random random = new Random(trial.index());
        double[] scores = new double[ROUNDS];
        Arrays.setAll(scores, round -> trial.index() * 0.01 + random.nextGaussian() * 0.2);
        return scores;
    }

    private static ChunkResult play(Trial trial, Chunk chunk) {
        return TrialResults.scored(Arrays.copyOfRange(scores(trial), chunk.firstRound(), chunk.end()));
    }

    private List<TrialResult> run(Schedule schedule, int workers, String name) throws Exception {
        return run(schedule, TRIALS, folder.resolve(name), new LocalEngine(workers, WalkForwardSweepTest::play));
    }

    private static List<TrialResult> run(Schedule schedule, List<Trial> trials, Path file, SweepEngine engine)
            throws Exception {
        return run(schedule, Shard.WHOLE, trials, file, engine);
    }

    private static void runShard(Schedule schedule, Shard shard, Path file) throws Exception {
        run(schedule, shard, shard.of(TRIALS), file, new LocalEngine(2, WalkForwardSweepTest::play));
    }

    private static List<TrialResult> run(
            Schedule schedule, Shard shard, List<Trial> trials, Path file, SweepEngine engine) throws Exception {
        String identity = shard.identity("sweep " + schedule);
        try (TrialResultFile log = TrialResultFile.open(file, identity, TRIALS, false)) {
            List<Folds.Fold> folds =
                    schedule.folds().map(each -> each.of(ROUNDS)).orElse(List.of());
            return new Sweep(engine, schedule.stages(ROUNDS, trials.size()), folds)
                    .run(trials, log, (stage, count, done, left) -> {});
        }
    }

    @Test
    void onlyTestRoundsCountForTheScore() throws Exception {
        for (TrialResult result : run(FOLDS, 2, "folds")) {
            double[] scores = scores(result.trial());
            // 4 folds: tests are rounds 110 to 349, and 50 rounds at the end are in no fold.
            assertEquals(
                    Arrays.stream(scores, 110, 350).average().orElseThrow(),
                    result.score().mean());
            assertEquals(240, result.roundCounts().scoredRounds());
            assertEquals(4, result.folds().test().size());
            assertEquals(
                    Arrays.stream(scores, 60, 160).average().orElseThrow(),
                    result.folds().train().get(1));
            assertEquals(
                    Arrays.stream(scores, 170, 230).average().orElseThrow(),
                    result.folds().test().get(1));
        }
    }

    @Test
    void resultsDoNotDependOnWorkersOrInterruptions() throws Exception {
        for (Schedule schedule : List.of(FOLDS, HALVING, BOTH)) {
            List<TrialResult> alone = run(schedule, 1, "one " + schedule);
            assertEquals(alone, run(schedule, 5, "five " + schedule));
            Path killed = folder.resolve("killed " + schedule);
            for (int stop : new int[] {3, 9, 15}) {
                int[] left = {stop};
                SweepEngine failing = new LocalEngine(1, (trial, chunk) -> {
                    if (left[0]-- == 0) {
                        throw new IllegalStateException("killed");
                    }
                    return play(trial, chunk);
                });
                assertThrows(IllegalStateException.class, () -> run(schedule, TRIALS, killed, failing));
            }
            assertEquals(alone, run(schedule, 2, "killed " + schedule));
        }
    }

    @Test
    void halvingPlaysAllRoundsOnlyWithTheBestTrials() throws Exception {
        Set<Trial> playedAll = ConcurrentHashMap.newKeySet();
        List<TrialResult> results =
                run(HALVING, TRIALS, folder.resolve("halved"), new LocalEngine(3, (trial, chunk) -> {
                    if (chunk.rounds() == ROUNDS) {
                        playedAll.add(trial);
                    }
                    return play(trial, chunk);
                }));
        // 30 trials play 1/9 of the rounds, 10 play 1/3, 4 play all.
        List<Integer> trials =
                HALVING.stages(ROUNDS, 30).stream().map(stage -> stage.trials()).toList();
        assertEquals(List.of(30, 10, 4), trials);
        assertEquals(4, playedAll.size());
        assertEquals(30, results.size());
        List<TrialResult> ranked = TrialResult.rank(results);
        List<TrialResult> whole = run(Schedule.ALL_ROUNDS, 2, "whole");
        for (TrialResult result : ranked.subList(0, 4)) {
            assertTrue(playedAll.contains(result.trial()));
            TrialResult unhalved = whole.get(result.trial().index());
            assertEquals(unhalved.score(), result.score());
            assertEquals(unhalved.moments(), result.moments());
        }
        assertTrue(ranked.get(0).trial().index() >= 20, ranked.get(0).toString());
        List<Integer> stages = ranked.stream().map(TrialResult::stage).toList();
        List<Integer> descending = new ArrayList<>(stages);
        descending.sort(Collections.reverseOrder());
        assertEquals(descending, stages);
    }

    @Test
    void halvingDependsOnTheSeedAndSamplesAreNested() {
        var stages = HALVING.stages(ROUNDS, 30);
        for (int i = 1; i < stages.size() - 1; i++) {
            assertTrue(stages.get(i).chunks().containsAll(stages.get(i - 1).chunks()));
        }
        var other = new Schedule(Optional.empty(), Optional.of(new Halving(8))).stages(ROUNDS, 30);
        assertFalse(stages.get(0).chunks().equals(other.get(0).chunks()));
    }

    @Test
    void halvingWithFoldsSamplesOnlyRoundsBeforeTheFirstTest() {
        var stages = BOTH.stages(ROUNDS, 30);
        assertTrue(stages.size() > 1);
        for (var stage : stages.subList(0, stages.size() - 1)) {
            assertTrue(stage.chunks().stream().allMatch(chunk -> chunk.end() <= 100), stage.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"2", "7", "30"})
    void mergedShardsEqualASingleRun(int count) throws Exception {
        for (Schedule schedule : List.of(Schedule.ALL_ROUNDS, FOLDS)) {
            List<TrialResult> single = run(schedule, 1, "single " + schedule);
            List<Path> files = new ArrayList<>();
            for (int index = count; index >= 1; index--) {
                Path file = folder.resolve("shard " + index + " " + schedule);
                runShard(schedule, new Shard(index, count), file);
                files.add(file);
            }
            List<TrialResult> merged = ShardMerge.read(files, "sweep " + schedule, TRIALS);
            assertEquals(single, merged);
            Path target = folder.resolve("merged " + schedule);
            try (TrialResultFile log = TrialResultFile.open(target, "sweep " + schedule, TRIALS, true)) {
                for (TrialResult result : merged) {
                    log.add(result);
                }
            }
            assertArrayEquals(Files.readAllBytes(folder.resolve("single " + schedule)), Files.readAllBytes(target));
            assertEquals(
                    SweepWarnings.of(new ParameterSpace(List.of()), TrialResult.rank(single)),
                    SweepWarnings.of(new ParameterSpace(List.of()), TrialResult.rank(merged)));
        }
    }

    @Test
    void missingDuplicatedForeignAndUnfinishedShardsAreNamed() throws Exception {
        String identity = "sweep " + FOLDS;
        List<Path> files = new ArrayList<>();
        for (int index = 1; index <= 3; index++) {
            files.add(folder.resolve("shard " + index));
            runShard(FOLDS, new Shard(index, 3), files.get(index - 1));
        }
        assertEquals(30, ShardMerge.read(files, identity, TRIALS).size());
        Path first = files.get(0);
        assertMessage("2 of 3 shards are missing: [2/3, 3/3]", List.of(first), identity);
        Path copy = Files.copy(first, folder.resolve("copy"));
        assertMessage("shard 1/3 is given twice: " + first + " and " + copy, List.of(first, copy), identity);
        Path half = folder.resolve("half");
        runShard(FOLDS, new Shard(1, 2), half);
        assertMessage(half + " is shard 1/2, and " + first + " is shard 1/3", List.of(first, half), identity);
        Path whole = folder.resolve("whole");
        run(FOLDS, TRIALS, whole, new LocalEngine(1, WalkForwardSweepTest::play));
        assertMessage("cannot merge " + whole, List.of(whole), identity);
        assertMessage("cannot merge " + first, List.of(first), "another");
        assertMessage("cannot merge " + folder.resolve("none"), List.of(folder.resolve("none")), identity);
        Path empty = Files.createFile(folder.resolve("empty"));
        assertMessage("cannot merge " + empty, List.of(empty), identity);
        List<String> lines = Files.readAllLines(first);
        Files.write(copy, lines.subList(0, 9));
        assertMessage("shard 1/3 has not ended: " + copy + " lacks 2 of its 10 trials, [", List.of(copy), identity);
        byte[] damaged = Files.readAllBytes(first);
        damaged[damaged.length / 2] ^= 1;
        Files.write(first, damaged);
        assertMessage("cannot merge " + first, List.of(first), identity);
    }

    private static void assertMessage(String message, List<Path> files, String identity) {
        WeirException e = assertThrows(WeirException.class, () -> ShardMerge.read(files, identity, TRIALS));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0/3", "4/3", "1/0", "1", "a/b", "1/3/5", "-1/3"})
    void invalidShardsAreRejected(String text) {
        assertThrows(IllegalArgumentException.class, () -> Shard.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"1,2", "0,1,5", "5,1,0", "a,1,2", "100,10,200", "1,-1,2", "99999999999,0,1"})
    void invalidFoldsAreRejected(String text) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Folds.parse(text).of(400))
                .getMessage();
        assertFalse(message.isBlank());
        assertEquals(Set.of(4), Set.of(Folds.parse("100,10,60").of(400).size()));
    }

    @Test
    void halvingOfTooFewTrialsOrRoundsIsRejected() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> HALVING.stages(ROUNDS, 8));
        assertThrows(IllegalArgumentException.class, () -> HALVING.stages(20, 30));
        assertEquals(
                List.of(9, 3),
                HALVING.stages(30, 9).stream().map(stage -> stage.trials()).collect(Collectors.toList()));
    }
}
