package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.experiment.StoredMarket;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand;

/** Rounds that a real host recorded. */
class RoundsTest {

    @TempDir
    Path home;

    private List<Path> records() throws IOException {
        Path rounds = home.resolve("data/rounds");
        if (!Files.exists(rounds)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(rounds)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    @Test
    void roundSurvivesAKillAndIsScoredAndReplayedOnceItsSwapsAreStored() throws Exception {
        StoredQueries queries = new StoredQueries(home);
        long first = queries.quietBlock();
        try (ChildHost host = ChildHost.start(home)) {
            for (long block : List.of(first, first + 100)) {
                assertEquals(
                        200,
                        host.ask(host.axonUri("127.0.0.1"), queries.at(block)).statusCode());
            }
            host.await(
                    "both answers are recorded",
                    () -> records().size() == 1 && answers(records().get(0)) == 2);
            host.kill();
        }
        Path intact = records().get(0);
        String start = intact.getFileName().toString().split("-")[0];
        Path damaged = Files.writeString(intact.resolveSibling(start + "-damaged.json"), "{\"format\"");
        try (ChildHost host = ChildHost.start(home)) {
            host.await("the round is scored", () -> Files.readString(intact).contains("\"score\""));
        }
        WeirCommand.Result result = WeirCommand.run(home, "rounds", "--json");
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.err().contains(damaged + " cannot be read"), result.err());
        JsonArray rounds = JsonParser.parseString(result.out()).getAsJsonArray();
        assertEquals(1, rounds.size());
        JsonObject round = rounds.get(0).getAsJsonObject();
        assertEquals("r-7", round.get("round").getAsString());
        assertEquals(
                List.of("played", "hold", "reference-miner", "reference-volatility"),
                round.getAsJsonObject("score").getAsJsonArray("results").asList().stream()
                        .map(scored -> scored.getAsJsonObject().get("name").getAsString())
                        .toList());
        JsonArray replay = round.getAsJsonObject("replay").getAsJsonArray("answers");
        assertEquals(2, replay.size(), round.toString());
        assertTrue(
                List.of("NONE", "PRICE_AS_DOUBLE")
                        .contains(replay.get(0).getAsJsonObject().get("cause").getAsString()),
                replay.toString());
        // The second query contains no positions, as if the validator had lost the first answer.
        assertEquals(
                "OTHER_POSITIONS", replay.get(1).getAsJsonObject().get("cause").getAsString());

        WeirCommand.Result text = WeirCommand.run(home, "rounds", StoredMarket.POOL.address());
        assertTrue(text.out().contains("range-follower") && text.out().contains("differs"), text.out());
        assertTrue(text.out().contains("other positions"), text.out());
        assertTrue(text.out().contains(" HOLD ") && text.out().contains("REFERENCE-VOLATILITY"), text.out());
        assertFalse(
                WeirCommand.run(home, "rounds", "0x" + "12".repeat(20)).out().contains("range-follower"));
    }

    private static int answers(Path record) throws IOException {
        return JsonParser.parseString(Files.readString(record))
                .getAsJsonObject()
                .getAsJsonArray("answers")
                .size();
    }
}
