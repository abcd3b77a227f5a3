package weir.rounds.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.rounds.PlayedRound;
import weir.rounds.internal.score.RoundScorer;
import weir.rounds.internal.store.RoundFiles;
import weir.router.Answer;
import weir.router.audit.AnswerEvent;

class RoundsComponentTest {

    private static final Duration MONTH = Duration.ofDays(30);

    private static final class Lines extends Handler {
        private final List<String> warnings = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            warnings.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @TempDir
    Path folder;

    private final Lines log = new Lines();
    private final Logger logger = Logger.getLogger(RoundsComponent.class.getName());
    private Instant now = PlayedRounds.START.plus(Duration.ofHours(1));
    private RoundsComponent rounds;

    @BeforeEach
    void start() {
        logger.addHandler(log);
        rounds = component();
    }

    private RoundsComponent component() {
        return new RoundsComponent(
                new RoundFiles(folder, MONTH),
                new RouteParameters(folder.resolve("routes")),
                new RoundScorer(
                        null,
                        pool -> {
                            throw new IllegalStateException("no score today");
                        },
                        450),
                () -> now);
    }

    @AfterEach
    void stop() {
        rounds.stop();
        logger.removeHandler(log);
    }

    @Test
    void roundThatCannotBeScoredIsLoggedOnceAndStaysAProblem() throws IOException {
        new RoundFiles(folder, MONTH).write(PlayedRounds.round(1));
        new RoundFiles(folder, MONTH).write(PlayedRounds.round(2));
        for (int minute = 0; minute < 10; minute++) {
            rounds.scoreRounds();
        }
        assertEquals(2, log.warnings.size(), "one line for each round");
        assertEquals(
                List.of("round round-1 has no score: java.lang.IllegalStateException: no score today"),
                rounds.problems());
    }

    @Test
    void roundsAreReadOneByOneNewestFirst() throws IOException {
        for (int round = 1; round <= 3; round++) {
            new RoundFiles(folder, MONTH).write(PlayedRounds.round(round));
        }
        List<Path> files = records();
        List<PlayedRound> read = new ArrayList<>();
        rounds.forEachNewest(2, round -> {
            read.add(round);
            files.forEach(file -> file.toFile().delete()); // The next round is read only after this.
        });
        assertEquals(
                List.of(PlayedRounds.round(3).id()),
                read.stream().map(PlayedRound::id).toList());
    }

    @Test
    void roundsOfMoreThanAWeekAgoAreNotReadForAScore() throws IOException {
        new RoundFiles(folder, MONTH).write(PlayedRounds.round(1));
        Files.writeString(records().get(0), "damaged");
        now = PlayedRounds.START.plus(Duration.ofDays(8));
        rounds.scoreRounds();
        assertEquals(List.of(), rounds.problems());
    }

    @Test
    void oldRecordsAreDeletedWithoutANewRound() throws IOException {
        new RoundFiles(folder, MONTH).write(PlayedRounds.round(1));
        rounds.scoreRounds();
        assertEquals(1, records().size());
        now = PlayedRounds.START.plus(MONTH).plus(Duration.ofMinutes(2));
        rounds.scoreRounds();
        assertEquals(List.of(), records());
    }

    @Test
    void averagesReadTheRecordsOnce() throws IOException {
        RoundsComponent recording = component();
        new RoundFiles(folder, MONTH).write(PlayedRounds.round(1));
        assertEquals(1, recording.scores().get(0).unscoredRounds());
        Files.writeString(records().get(0), "damaged");
        recording.onAnswer(PlayedRounds.round(2).answers().get(0));
        recording.stop(); // Writes what waits.
        assertEquals(2, recording.scores().get(0).unscoredRounds());
        assertEquals(List.of(), recording.problems(), "the damaged record was not read again");
    }

    @Test
    void answerWithoutARouteIsNotRecorded() throws IOException {
        RoundsComponent recording = component();
        AnswerEvent routed = PlayedRounds.round(1).answers().get(0);
        for (int pool = 0; pool < 200; pool++) {
            AnswerEvent event = PlayedRounds.inPool(routed, pool);
            recording.onAnswer(new AnswerEvent(
                    event.time(), event.query(), event.caller(), Answer.unavailable("no route"), event.duration()));
        }
        recording.onAnswer(routed);
        recording.stop(); // Writes what waits.
        assertEquals(1, records().size());
        assertEquals(
                List.of(routed),
                recording.rounds(Optional.empty(), 10).stream()
                        .map(PlayedRound::answers)
                        .flatMap(List::stream)
                        .toList());
        assertTrue(recording.problems().isEmpty(), recording.problems().toString());
    }

    private List<Path> records() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }
}
