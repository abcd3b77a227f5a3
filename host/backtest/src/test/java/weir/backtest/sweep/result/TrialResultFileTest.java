package weir.backtest.sweep.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.sweep.parameter.Trial;

/** What a sweep reads back from its file, and what it rejects. */
class TrialResultFileTest {

    private static final List<Trial> TRIALS =
            List.of(new Trial(0, Map.of("a", "1")), new Trial(1, Map.of("a", "2")), new Trial(2, Map.of("a", "3")));
    private static final TrialResult FIRST = TrialResults.of(
            TRIALS.get(0), new RoundCounts(2, 1, 0, 1, 3, 5), new double[] {0.1, 1 / 3.0}, new double[] {-1e-9, 2});
    private static final TrialResult SECOND =
            TrialResults.of(TRIALS.get(1), RoundCounts.allScored(0), new double[] {Double.NaN}, new double[0]);
    private static final TrialResult THIRD =
            TrialResults.ofRejected(TRIALS.get(2), "edge refused:\nit is 3,\u001b[31m above 2");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("sweep");
        try (TrialResultFile log = open("one")) {
            log.add(FIRST);
            log.add(SECOND);
            log.add(THIRD);
        }
    }

    @Test
    void resultsReadBackBitIdentical() throws IOException {
        try (TrialResultFile log = open("one")) {
            assertEquals(Map.of(0, FIRST, 1, SECOND, 2, THIRD), log.storedResults(0));
        }
    }

    @Test
    void resultsOfStagesAreSeparate() throws IOException {
        TrialResult later = TrialResults.of(
                TRIALS.get(0),
                1,
                RoundCounts.allScored(2),
                new double[] {0.5, 0.25},
                new double[] {1, 2},
                new FoldScores(List.of(0.1, Double.NaN), List.of(1 / 3.0, -2.0)));
        try (TrialResultFile log = open("one")) {
            log.add(later);
        }
        try (TrialResultFile log = open("one")) {
            assertEquals(FIRST, log.storedResults(0).get(0));
            assertEquals(Map.of(0, later), log.storedResults(1));
            assertEquals(4, log.storedCount());
        }
    }

    @Test
    void truncatedLastLineIsDropped() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            try (TrialResultFile log = open("one")) {
                assertTrue(log.storedResults(0).size() < 3, "cut at " + length);
                for (TrialResult result : List.of(FIRST, SECOND, THIRD)) {
                    if (!log.storedResults(0).containsKey(result.trial().index())) {
                        log.add(result);
                    }
                }
            }
            assertEquals(whole.length, Files.size(file), "cut at " + length);
        }
    }

    @Test
    void damageIsReported() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length - 1; i += 3) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(file, damaged);
            assertThrows(IOException.class, () -> open("one").close(), "byte " + i);
        }
    }

    @Test
    void fileOfAnotherSweepIsRejected() {
        String message =
                assertThrows(IOException.class, () -> open("two").close()).getMessage();
        assertTrue(message.contains("another sweep") && message.contains("one"), message);
    }

    @Test
    void secondWriterIsRejected() throws IOException {
        try (TrialResultFile log = open("one")) {
            assertEquals(3, log.storedResults(0).size());
            assertThrows(IOException.class, () -> open("one").close());
            assertThrows(IOException.class, () -> TrialResultFile.open(file, "one", TRIALS, true)
                    .close());
        }
        try (TrialResultFile log = open("one")) {
            assertEquals(3, log.storedResults(0).size(), "a fresh start that was refused took nothing away");
        }
    }

    @Test
    void freshStartDropsResults() throws IOException {
        try (TrialResultFile log = TrialResultFile.open(file, "two", TRIALS, true)) {
            assertEquals(Map.of(), log.storedResults(0));
        }
        try (TrialResultFile log = open("two")) {
            assertEquals(Map.of(), log.storedResults(0));
        }
    }

    @Test
    void fileWithoutLineBreaksIsRejected() throws IOException {
        Files.writeString(file, "x".repeat(1 << 20));
        assertThrows(IOException.class, () -> open("one").close());
    }

    private TrialResultFile open(String sweep) throws IOException {
        return TrialResultFile.open(file, sweep, TRIALS, false);
    }
}
