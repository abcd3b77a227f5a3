package weir.cli.score;

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
import weir.backtest.MinerScore;
import weir.cli.CommandFailure;
import weir.cli.host.Home;
import weir.cli.score.ScoreBoard.Update;

class ScoreBoardTest {

    private static final long ROUND = 450;

    @TempDir
    Path folder;

    private final Standing follower = of("range-follower");

    private ScoreBoard board() {
        return new ScoreBoard(new Home(folder));
    }

    private static Standing of(String strategy) {
        return new Standing(
                "8453:0x" + "ab".repeat(20), strategy, "1.0.0", "", "default", ROUND, 0, 0, MinerScore.NEW, null);
    }

    private static List<RoundScore> rounds(long first, int count, double score, boolean accepted) {
        return LongStream.range(0, count)
                .mapToObj(i -> new RoundScore(first + ROUND * i, first + ROUND * (i + 1) - 1, score, accepted))
                .toList();
    }

    @Test
    void averagesAsTheValidatorDoes() {
        // 0.1, then 0.19, then 0.171 with a refused round of score 0; combined is 0.6 of it.
        board().evaluated(follower, rounds(0, 2, 1, true));
        board().evaluated(follower, rounds(900, 1, 0, false));
        MinerScore score = board().standings().get(0).score();
        assertEquals("0.171000", score.evaluation().toPlainString());
        assertEquals("0.102600", score.combined().toPlainString());
        assertEquals(3, score.evaluations());
        assertEquals(1, score.refusals());
    }

    @Test
    void theSameRunTwiceCountsOnce() {
        Update once = board().evaluated(follower, rounds(0, 5, -0.01, true));
        assertEquals(once, board().evaluated(follower, rounds(0, 5, -0.01, true)));
        assertEquals(List.of(once.standing()), board().standings());
        Update more = board().evaluated(follower, rounds(5 * ROUND, 1, -0.01, true));
        assertEquals(6, more.standing().score().evaluations());
        assertEquals(0, more.standing().firstBlock());
        assertEquals("", more.said());
        // The following run repeated leaves what came before it.
        assertEquals(more, board().evaluated(follower, rounds(5 * ROUND, 1, -0.01, true)));
        assertEquals(List.of(more.standing()), board().standings());
    }

    @Test
    void gapsAndReplacedRoundsAreSaid() {
        board().evaluated(follower, rounds(0, 2, 1, true));
        Update late = board().evaluated(follower, rounds(10 * ROUND, 1, 1, true));
        assertEquals("; " + 8 * ROUND + " blocks before this run are in no round of it", late.said());
        Update anew = board().evaluated(follower, rounds(ROUND, 1, 1, true));
        assertEquals(1, anew.standing().score().evaluations());
        assertTrue(anew.said().startsWith("; this took the place of blocks 0 to " + (11 * ROUND - 1)), anew.said());
    }

    @Test
    void aScoreTooLargeForTheDatabaseLeavesTheBoard() {
        Standing stands = board().evaluated(follower, rounds(0, 1, 1, true)).standing();
        assertThrows(ArithmeticException.class, () -> board().evaluated(follower, rounds(ROUND, 1, 1e6, true)));
        assertEquals(List.of(stands), board().standings());
    }

    @Test
    void strategiesStandApart() {
        board().evaluated(follower, rounds(0, 1, 1, true));
        board().evaluated(of("hold"), rounds(0, 1, 0, true));
        assertEquals(2, board().standings().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"standings\": [{\"pool\": null}]}", "{\"standings\": null}"})
    void aBoardThatIsNoneIsNamed(String text) throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/scores.json"), text);
        CommandFailure failure = assertThrows(CommandFailure.class, () -> board().standings());
        assertTrue(failure.getMessage().contains("scores.json"), failure.getMessage());
        assertEquals(text, Files.readString(folder.resolve("data/scores.json")));
    }

    /** A process that writes without end is killed in the middle of it, again and again: the board is always whole. */
    @Test
    void aKilledWriterLeavesAWholeBoard() throws Exception {
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
            Standing left = board().standings().get(0);
            assertEquals(left.score().evaluations() * ROUND - 1, left.lastBlock());
        }
    }

    /** What is killed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            ScoreBoard board = new ScoreBoard(new Home(Path.of(args[0])));
            List<Standing> before = new ArrayList<>(board.standings());
            long next = before.isEmpty() ? 0 : before.get(0).lastBlock() + 1;
            for (long first = next; ; first += ROUND) {
                board.evaluated(of("range-follower"), rounds(first, 1, 0.5, true));
                System.out.print('.');
                System.out.flush();
            }
        }
    }
}
