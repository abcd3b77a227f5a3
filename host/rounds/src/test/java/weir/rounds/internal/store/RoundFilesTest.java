package weir.rounds.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary.Ending;
import weir.history.PoolKey;
import weir.rounds.PlayedRound;
import weir.rounds.RoundId;
import weir.rounds.RoundScore;
import weir.rounds.RoundScore.Result;
import weir.rounds.RoundScore.Values;
import weir.rounds.internal.PlayedRounds;
import weir.strategy.Decision;
import weir.strategy.Position;
import weir.testkit.Queries;

class RoundFilesTest {

    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir
    Path folder;

    private RoundFiles files() {
        return new RoundFiles(folder, MONTH);
    }

    @Test
    void recordIsReadAsItWasWritten() throws IOException {
        Position position = new Position(-600, 600, BigInteger.TEN.pow(30), BigInteger.ONE);
        PlayedRound kept = PlayedRounds.round(1);
        PlayedRound round = new PlayedRound(kept.id(), kept.answers(), 7, kept.parameters(), Optional.empty())
                .plus(PlayedRounds.answer(
                        Queries.query().positions(position).build(),
                        Decision.rebalance(List.of(position, position), "moved ü\n"),
                        Duration.ofMinutes(4)))
                .withScore(score());
        files().write(round);
        assertEquals(List.of(round), files().newest(Optional.empty(), 10, any -> true));
        assertEquals(Optional.of(round), files().find(round.id()));
    }

    private static RoundScore score() {
        Map<Model, Values> values = new EnumMap<>(Model.class);
        values.put(Model.VALIDATOR, new Values(Double.NaN, 1, -2, 3, 4, 0.5));
        values.put(Model.V3, new Values(1e-9, 1, -2, 3, 4, 0.5));
        return new RoundScore(1, 450, List.of(new Result(RoundScore.PLAYED, Ending.SCORED, "no swap", values)));
    }

    @Test
    void damagedRecordDoesNotHideItsNeighbours() throws IOException {
        for (int number = 1; number <= 3; number++) {
            files().write(PlayedRounds.round(number));
        }
        List<Path> records = records();
        String text = Files.readString(records.get(1));
        for (String damaged : List.of(
                "",
                text.substring(0, text.length() / 2),
                "[]",
                text.replace("keep", "sell"),
                text.replace("8453", "x"))) {
            Files.writeString(records.get(1), damaged);
            RoundFiles files = files();
            List<PlayedRound> rounds = files.newest(Optional.empty(), 10, any -> true);
            assertEquals(List.of(PlayedRounds.round(3), PlayedRounds.round(1)), rounds);
            assertEquals(1, files.problems().size());
            assertTrue(
                    files.problems().get(0).contains(records.get(1) + " cannot be read"),
                    files.problems().get(0));
            assertTrue(
                    files.problems().get(0).endsWith("delete the file"),
                    files.problems().get(0));
        }
    }

    @Test
    void recordOfANewerVersionStaysAndIsReported() throws IOException {
        files().write(PlayedRounds.round(1));
        Path record = records().get(0);
        String newer = Files.readString(record).replace("\"format\":1", "\"format\":2");
        Files.writeString(record, newer);
        RoundFiles files = files();
        assertEquals(List.of(), files.newest(Optional.empty(), 10, any -> true));
        assertTrue(
                files.problems().get(0).contains("update Weir"),
                files.problems().get(0));
        assertEquals(newer, Files.readString(record));
    }

    @Test
    void oldestRecordsAreDeleted() throws IOException {
        RoundFiles three = new RoundFiles(folder, MONTH, 3);
        for (int number = 1; number <= 5; number++) {
            three.write(PlayedRounds.round(number));
        }
        assertEquals(3, records().size());
        assertEquals(
                List.of("round-5", "round-4", "round-3"),
                files().newest(Optional.empty(), 10, any -> true).stream()
                        .map(round -> round.id().round())
                        .toList());
    }

    @Test
    void recordsOlderThanTheRetentionAreDeleted() throws IOException {
        RoundFiles hour = new RoundFiles(folder, Duration.ofHours(1));
        hour.write(PlayedRounds.round(0));
        hour.write(PlayedRounds.round(59));
        assertEquals(2, records().size());
        hour.write(PlayedRounds.round(61));
        assertEquals(2, records().size());
        assertEquals(Optional.empty(), hour.find(PlayedRounds.round(0).id()));
    }

    @Test
    void fileThatACrashLeftIsIgnoredAndReplaced() throws IOException {
        files().write(PlayedRounds.round(1));
        Path part = Path.of(records().get(0) + ".part");
        Files.writeString(part, "{\"format\"");
        assertEquals(1, files().newest(Optional.empty(), 10, any -> true).size());
        files().write(PlayedRounds.round(1));
        assertTrue(Files.notExists(part));
    }

    @Test
    void numberOfPoolsIsBounded() throws IOException {
        RoundFiles files = files();
        for (int pool = 0; pool < RoundFiles.MAX_POOLS; pool++) {
            files.write(inPool(pool));
        }
        assertThrows(IOException.class, () -> files.write(inPool(RoundFiles.MAX_POOLS)));
        files.write(inPool(1));
    }

    private static PlayedRound inPool(int pool) {
        PlayedRound round = PlayedRounds.round(1);
        RoundId id = new RoundId(
                new PoolKey(8453, String.format("0x%040x", pool + 1)),
                round.id().validator(),
                round.id().job(),
                round.id().round(),
                round.id().type());
        return new PlayedRound(id, round.answers(), 0, Map.of(), Optional.empty());
    }

    private List<Path> records() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
