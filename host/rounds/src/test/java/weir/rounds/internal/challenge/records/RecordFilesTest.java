package weir.rounds.internal.challenge.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weir.rounds.challenge.ChallengeStatus.Event;
import weir.rounds.challenge.Evidence;
import weir.rounds.internal.PlayedRounds;

class RecordFilesTest {

    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00.123Z");

    @TempDir
    Path folder;

    private static Contest contest() {
        Contest begun = Contest.start("a 1.0.0 {}", "b 1.0.0 {x=1}", NOW, Evidence.none(0.1, 0.001), true);
        return begun.with(begun.results().plus(0.02, PlayedRounds.round(1)).plus(-0.003, PlayedRounds.round(2)));
    }

    @Test
    void aRecordIsReadAsItWasWritten() throws IOException {
        Contest stopped = contest()
                .with(contest().results().withHistory(0.0001, 0.05))
                .with(contest().status().approved().stopped("it missed 3 deadlines"));
        for (Contest contest : List.of(contest(), stopped)) {
            RouteRecord record =
                    new RouteRecord(3, Optional.of(contest), List.of(NOW), List.of(new Event(NOW, "began")));
            new RecordFiles(folder).write("weth-usdc", record);
            assertEquals(record, new RecordFiles(folder).read("weth-usdc"));
        }
    }

    @Test
    void aRecordOfFormat1IsRead() throws IOException {
        Files.writeString(
                folder.resolve("weth-usdc.json"),
                "{\"format\":1,\"tried\":2,\"changes\":[\"2026-11-30T10:00:00.123Z\"],\"contest\":{\"champion\":\"a 1.0.0 {}\","
                        + "\"challenger\":\"b 1.0.0 {x=1}\",\"started\":\"2026-11-30T10:00:00.123Z\",\"limit\":0.1,"
                        + "\"margin\":0.001,\"logCapitals\":[0.1,0.2,0.3,0.4,0.5,0.6],\"differences\":7,\"rounds\":7,"
                        + "\"sum\":0.25,\"comparedThrough\":\"2026-11-30T11:00:00Z\",\"historyBound\":0.001,"
                        + "\"promoted\":false,\"approved\":true,\"stopped\":\"why\"},\"events\":[]}");
        assertEquals(
                new RouteRecord(
                        2,
                        Optional.of(new Contest(
                                "a 1.0.0 {}",
                                "b 1.0.0 {x=1}",
                                NOW,
                                new Contest.Results(
                                        new Evidence(0.1, 0.001, List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6), 7),
                                        7,
                                        0.25,
                                        Instant.parse("2026-11-30T11:00:00Z"),
                                        0.001,
                                        Optional.empty()),
                                new Contest.Status(false, true, Optional.of("why")))),
                        List.of(NOW),
                        List.of()),
                new RecordFiles(folder).read("weth-usdc"));
    }

    @Test
    void aRouteWithoutAFileHasNoRecord() throws IOException {
        assertEquals(RouteRecord.EMPTY, new RecordFiles(folder.resolve("missing")).read("weth-usdc"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"format\": 1}",
                "{\"format\": 1, \"tried\": 1, \"changes\": [\"yesterday\"], \"events\": []}",
                "{\"format\": 1, \"tried\": 1, \"changes\": [], \"events\": [{}]}",
                "{\"format\": 1, \"tried\": 1, \"changes\": [], \"events\": [], \"contest\": {}}",
                "{\"format\": 1, \"tried\": -1, \"changes\": [], \"events\": []}",
                "\u0000"
            })
    void aDamagedRecordIsNamedWithItsRemedy(String text) throws IOException {
        Files.writeString(folder.resolve("weth-usdc.json"), text);
        String message = assertThrows(IOException.class, () -> new RecordFiles(folder).read("weth-usdc"))
                .getMessage();
        assertTrue(message.contains("weth-usdc.json cannot be read (") && message.contains("delete it"), message);
    }

    @ParameterizedTest
    @CsvSource({
        "\"tried\":3, \"tried\":0",
        "0.25, 'NaN'",
        "0.25, -Infinity",
        "\"rounds\":2, \"rounds\":-2",
        "1.0E-4, '\"NaN\"'",
        "\"lastBlock\":200, \"lastBlock\":99"
    })
    void aNumberThatCannotBeIsDamage(String good, String bad) throws IOException {
        Contest contest = contest();
        contest = contest.with(new Contest.Results(
                new Evidence(0.1, 0.001, Collections.nCopies(6, 1e-4), 2),
                2,
                0.25,
                NOW,
                0.001,
                Optional.of(new BlockSpan(8453, 100, 200))));
        RecordFiles files = new RecordFiles(folder);
        files.write("weth-usdc", new RouteRecord(3, Optional.of(contest), List.of(), List.of()));
        Path file = folder.resolve("weth-usdc.json");
        assertEquals(3, files.read("weth-usdc").tried());
        String text = Files.readString(file);
        assertTrue(text.contains(good), text);
        Files.writeString(file, text.replace(good, bad));
        String message =
                assertThrows(IOException.class, () -> files.read("weth-usdc")).getMessage();
        assertTrue(message.contains("weth-usdc.json cannot be read (") && message.contains("delete it"), message);
    }

    @Test
    void aRecordThatIsTooLargeOrNoTextIsNamedWithItsRemedy() throws IOException {
        for (byte[] content : List.of(new byte[(1 << 20) + 1], new byte[] {(byte) 0xff})) {
            Files.write(folder.resolve("weth-usdc.json"), content);
            String message = assertThrows(IOException.class, () -> new RecordFiles(folder).read("weth-usdc"))
                    .getMessage();
            assertTrue(message.contains("weth-usdc.json cannot be read (") && message.contains("delete it"), message);
        }
    }

    @Test
    void aRecordOfANewerVersionIsKept() throws IOException {
        Files.writeString(folder.resolve("weth-usdc.json"), "{\"format\": 2}");
        String message = assertThrows(IOException.class, () -> new RecordFiles(folder).read("weth-usdc"))
                .getMessage();
        assertTrue(message.endsWith("has format 2, and this version reads 1; update Weir"), message);
    }

    @Test
    void aRecordIsBounded() throws IOException {
        RouteRecord record = RouteRecord.EMPTY;
        for (int i = 0; i < 1_000; i++) {
            record = record.plusChange(NOW.plusSeconds(i)).plusEvent(NOW.plusSeconds(i), "x".repeat(10_000));
        }
        assertEquals(10, record.changes().size());
        assertEquals(NOW.plusSeconds(999), record.changes().get(9));
        assertEquals(50, record.events().size());
        new RecordFiles(folder).write("weth-usdc", record);
        assertTrue(Files.size(folder.resolve("weth-usdc.json")) < 60_000);
    }
}
