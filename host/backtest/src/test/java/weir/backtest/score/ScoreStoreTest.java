package weir.backtest.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.backtest.score.ScoreStore.RecordedScore;
import weir.backtest.score.ScoreStore.Update;
import weir.base.WeirException;

class ScoreStoreTest {

    private static final long ROUND = 450;

    @TempDir
    Path folder;

    private final StrategyScore follower = of("range-follower");

    private ScoreStore store() {
        return new ScoreStore(folder.resolve("data/scores.json"));
    }

    private static StrategyScore of(String strategy) {
        return new StrategyScore(
                "8453:0x" + "ab".repeat(20),
                strategy,
                "1.0.0",
                "",
                "default",
                ROUND,
                "",
                0,
                0,
                0,
                MinerScore.NEW,
                null);
    }

    private static List<RecordedScore> rounds(long first, int count, double score, boolean accepted) {
        return LongStream.range(0, count)
                .mapToObj(i -> new RecordedScore(first + ROUND * i, first + ROUND * (i + 1) - 1, score, accepted))
                .toList();
    }

    @Test
    void averagesEqualThoseOfTheValidator() {
        // 0.1, then 0.19, then 0.171 with a refused round of score 0; combined is 0.6 of it.
        store().add(follower, rounds(0, 2, 1, true));
        store().add(follower, rounds(900, 1, 0, false));
        MinerScore score = store().scores().get(0).score();
        assertEquals("0.171000", score.evaluation().toPlainString());
        assertEquals("0.102600", score.combined().toPlainString());
        assertEquals(3, score.evaluations());
        assertEquals(1, score.refusals());
    }

    @Test
    void repeatedRunCountsOnce() {
        Update once = store().add(follower, rounds(0, 5, -0.01, true));
        assertEquals(once, store().add(follower, rounds(0, 5, -0.01, true)));
        assertEquals(List.of(once.score()), store().scores());
        Update more = store().add(follower, rounds(5 * ROUND, 1, -0.01, true));
        assertEquals(6, more.score().score().evaluations());
        assertEquals(0, more.score().firstBlock());
        assertEquals("", more.remarks());
        // The following run repeated leaves what came before it.
        assertEquals(more, store().add(follower, rounds(5 * ROUND, 1, -0.01, true)));
        assertEquals(List.of(more.score()), store().scores());
    }

    @Test
    void notesGapsAndReplacedRounds() {
        store().add(follower, rounds(0, 2, 1, true));
        Update late = store().add(follower, rounds(10 * ROUND, 1, 1, true));
        assertEquals("; " + 8 * ROUND + " blocks before this run are in no counted round", late.remarks());
        Update replacing = store().add(follower, rounds(-ROUND, 3, 1, true));
        assertEquals(3, replacing.score().score().evaluations());
        assertTrue(
                replacing.remarks().startsWith("; replaced the score of blocks 0 to " + (11 * ROUND - 1)),
                replacing.remarks());
    }

    @Test
    void runOfAPartOfTheCountedBlocksChangesNothing() throws IOException {
        store().add(follower, rounds(0, 2, 1, true));
        StrategyScore whole =
                store().add(follower, rounds(2 * ROUND, 4, 1, true)).score();
        for (long first : new long[] {0, ROUND, 2 * ROUND, 3 * ROUND, 5 * ROUND}) {
            Update part = store().add(follower, rounds(first, 1, -1, true));
            assertEquals(whole, part.score(), "block " + first);
            assertEquals(
                    "; it keeps blocks 0 to " + (6 * ROUND - 1) + ", because this run is only a part of them",
                    part.remarks());
        }
        assertEquals(List.of(whole), store().scores());
        // A file of version 0.2 does not tell where its last run began.
        Path file = folder.resolve("data/scores.json");
        Files.writeString(file, Files.readString(file).replaceAll("\"(loop|run_first_block)\": [^,]*,", ""));
        assertEquals(List.of(whole), store().scores());
        assertEquals(
                whole, store().add(follower, rounds(4 * ROUND, 1, -1, true)).score());
        assertEquals(whole, store().add(follower, rounds(2 * ROUND, 4, 1, true)).score());
    }

    @Test
    void otherLoopSettingsHaveTheirOwnScore() {
        store().add(follower, rounds(0, 2, 1, true));
        StrategyScore delayed = new StrategyScore(
                follower.pool(),
                "range-follower",
                "1.0.0",
                "",
                "default",
                ROUND,
                "--charge-delay=1",
                0,
                0,
                0,
                MinerScore.NEW,
                null);
        store().add(delayed, rounds(0, 1, -1, true));
        assertEquals(2, store().scores().size());
    }

    @Test
    void scoreTooLargeForTheDatabaseChangesNothing() {
        StrategyScore stands = store().add(follower, rounds(0, 1, 1, true)).score();
        assertThrows(ArithmeticException.class, () -> store().add(follower, rounds(ROUND, 1, 1e6, true)));
        assertEquals(List.of(stands), store().scores());
    }

    @Test
    void strategiesHaveSeparateScores() {
        store().add(follower, rounds(0, 1, 1, true));
        store().add(of("hold"), rounds(0, 1, 0, true));
        assertEquals(2, store().scores().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"standings\": [{\"pool\": null}]}", "{\"standings\": null}"})
    void invalidFileIsNamedAndKept(String text) throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/scores.json"), text);
        WeirException failure = assertThrows(WeirException.class, () -> store().scores());
        assertTrue(failure.getMessage().contains("scores.json"), failure.getMessage());
        assertEquals(text, Files.readString(folder.resolve("data/scores.json")));
    }

    /** A process that writes without end is killed in the middle of it, again and again: the file is always complete. */
    @Test
    void killedWriterLeavesACompleteFile() throws Exception {
        for (int i = 0; i < 3; i++) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            folder.toString())
                    .redirectErrorStream(true)
                    .start();
            // Its first line comes after its first write.
            assertEquals('.', writer.getInputStream().read());
            writer.getInputStream().readNBytes(20 + 37 * i);
            writer.destroyForcibly();
            assertTrue(writer.waitFor(30, TimeUnit.SECONDS));
            StrategyScore left = store().scores().get(0);
            assertEquals(left.score().evaluations() * ROUND - 1, left.lastBlock());
        }
    }

    /** The process that is killed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            ScoreStore store = new ScoreStore(Path.of(args[0], "data", "scores.json"));
            List<StrategyScore> before = new ArrayList<>(store.scores());
            long next = before.isEmpty() ? 0 : before.get(0).lastBlock() + 1;
            for (long first = next; ; first += ROUND) {
                store.add(of("range-follower"), rounds(first, 1, 0.5, true));
                System.out.print('.');
                System.out.flush();
            }
        }
    }
}
