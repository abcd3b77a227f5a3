package weir.rounds.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary.Ending;
import weir.base.AtomicFiles;
import weir.fixtures.Await;
import weir.rounds.PlayedRound;
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
        assertEquals(
                List.of(round), files().newest(Optional.empty(), Instant.EPOCH).toList());
        assertEquals(Optional.of(round), files().find(round.id()));
    }

    @Test
    void endingOfAnOlderRecordIsRead() {
        RoundScore excluded =
                new RoundScore(1, 450, List.of(new Result(RoundScore.PLAYED, Ending.EXCLUDED, "refused", Map.of())));
        PlayedRound round = PlayedRounds.round(1).withScore(excluded);
        String json = RoundJson.write(round);
        assertTrue(json.contains("\"EXCLUDED\""), json);
        assertEquals(round, RoundJson.read(json.replace("\"EXCLUDED\"", "\"OUT\"")));
    }

    private static RoundScore score() {
        Map<Model, Values> values = new EnumMap<>(Model.class);
        values.put(Model.VALIDATOR, new Values(Double.NaN, 1, -2, 3, 4, 0.5));
        values.put(Model.V3, new Values(1e-9, 1, -2, 3, 4, 0.5));
        return new RoundScore(1, 450, List.of(new Result(RoundScore.PLAYED, Ending.SCORED, "no swap", values)));
    }

    @Test
    void readersDoNotWaitForTheDisk() throws IOException {
        files().write(PlayedRounds.round(1));
        List<PlayedRound> read = new CopyOnWriteArrayList<>();
        AtomicReference<RoundFiles> files = new AtomicReference<>();
        files.set(new RoundFiles(folder, MONTH, RoundFiles.MAX_ROUNDS, (file, content) -> {
            Thread reader = new Thread(() -> {
                read.addAll(files.get().newest(Optional.empty(), Instant.EPOCH).toList());
                read.addAll(
                        files.get().find(PlayedRounds.round(1).id()).stream().toList());
            });
            reader.start();
            Await.until("both reads have returned during the write", () -> read.size() == 2);
            AtomicFiles.write(file, content);
        }));
        files.get().write(PlayedRounds.round(2));
        assertEquals(
                2, files.get().newest(Optional.empty(), Instant.EPOCH).toList().size());
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
            List<PlayedRound> rounds =
                    files.newest(Optional.empty(), Instant.EPOCH).toList();
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
        assertEquals(List.of(), files.newest(Optional.empty(), Instant.EPOCH).toList());
        assertTrue(
                files.problems().get(0).contains("update Weir"),
                files.problems().get(0));
        assertEquals(newer, Files.readString(record));
    }

    @Test
    void oldestRecordsAreDeleted() throws IOException {
        RoundFiles three = new RoundFiles(folder, MONTH, 3, AtomicFiles::write);
        for (int number = 1; number <= 5; number++) {
            three.write(PlayedRounds.round(number));
        }
        assertEquals(3, records().size());
        assertEquals(
                List.of("round-5", "round-4", "round-3"),
                files().newest(Optional.empty(), Instant.EPOCH)
                        .map(round -> round.id().round())
                        .toList());
    }

    @Test
    void recordsOlderThanTheRetentionAreDeletedInAllPools() throws IOException {
        RoundFiles files = files();
        files.write(inPool(1, 0));
        files.write(inPool(2, 0));
        files.write(inPool(2, 61));
        Instant later = PlayedRounds.START.plus(MONTH).plus(Duration.ofMinutes(1));
        new RoundFiles(folder, MONTH).deleteOld(later);
        assertEquals(1, records().size());
        files.deleteOld(later);
        assertEquals(Optional.empty(), files.find(inPool(1, 0).id()));
        assertEquals(
                List.of(inPool(2, 61)),
                files.newest(Optional.empty(), Instant.EPOCH).toList());
    }

    @Test
    void recordsOlderThanTheRequestedTimeAreNotRead() throws IOException {
        for (int number = 1; number <= 3; number++) {
            files().write(PlayedRounds.round(number));
        }
        Files.writeString(records().get(0), "damaged");
        RoundFiles files = files();
        assertEquals(
                List.of(PlayedRounds.round(3), PlayedRounds.round(2)),
                files.newest(Optional.empty(), PlayedRounds.round(2).start()).toList());
        assertEquals(List.of(), files.problems());
    }

    @Test
    void recordIsReadWhenTheStreamComesToIt() throws IOException {
        for (int number = 1; number <= 3; number++) {
            files().write(PlayedRounds.round(number));
        }
        Files.writeString(records().get(1), "damaged");
        RoundFiles files = files();
        assertEquals(
                List.of(PlayedRounds.round(3)),
                files.newest(Optional.empty(), Instant.EPOCH).limit(1).toList());
        assertEquals(Optional.of(PlayedRounds.round(1)), files.oldest().findFirst());
        assertEquals(List.of(), files.problems());
    }

    @Test
    void fileThatACrashLeftIsIgnoredAndReplaced() throws IOException {
        files().write(PlayedRounds.round(1));
        Path part = Path.of(records().get(0) + ".part");
        Files.writeString(part, "{\"format\"");
        assertEquals(1, files().newest(Optional.empty(), Instant.EPOCH).count());
        files().write(PlayedRounds.round(1));
        assertTrue(Files.notExists(part));
    }

    @Test
    void poolThatWasIdleLongestGivesWayToANewOne() throws IOException {
        RoundFiles files = files();
        for (int pool = 0; pool < RoundFiles.MAX_POOLS; pool++) {
            files.write(inPool(pool, pool));
        }
        files.write(inPool(0, 200));
        files.write(inPool(RoundFiles.MAX_POOLS, 201));
        for (RoundFiles each : List.of(files, files())) {
            assertEquals(Optional.empty(), each.find(inPool(1, 1).id()), "idle since minute 1");
            assertEquals(Optional.of(inPool(0, 0)), each.find(inPool(0, 0).id()), "played since");
            assertEquals(Optional.of(inPool(2, 2)), each.find(inPool(2, 2).id()));
            assertEquals(RoundFiles.MAX_POOLS + 1, each.oldest().count());
        }
        assertEquals(List.of(), files.problems());
    }

    private static PlayedRound inPool(int pool, int minute) {
        PlayedRound round = PlayedRounds.round(minute);
        return PlayedRounds.group(List.of(PlayedRounds.inPool(round.answers().get(0), pool)))
                .get(0);
    }

    private List<Path> records() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
