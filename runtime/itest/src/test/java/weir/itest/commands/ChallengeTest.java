package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.experiment.StoredMarket;
import weir.cli.CommandRunner;
import weir.fixtures.RebalanceBodies;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand;
import weir.history.pool.PoolMetadataStore;
import weir.strategy.Swap;

/** A challenge in a real host, from the command to the promotion. The record of its first week is written by the test. */
class ChallengeTest {

    private static final String POOL = StoredMarket.POOL.address();
    /** So few that the round, which lasts 20 s then, ends during the test. */
    private static final String[] SETTINGS = {"--rounds.round_blocks", "10"};

    @TempDir
    Path home;

    private JsonObject show() throws Exception {
        WeirCommand.Result result = CommandRunner.run(home, "challenge", "show", POOL, "--json");
        assertEquals(0, result.exitCode(), result.err());
        JsonArray challenges =
                JsonParser.parseString(result.out()).getAsJsonObject().getAsJsonArray("challenges");
        return challenges.get(0).getAsJsonObject();
    }

    private Path record() {
        return home.resolve("data/challenges").resolve(POOL + ".json");
    }

    private JsonObject route() throws IOException {
        return JsonParser.parseString(Files.readString(home.resolve("conf/routes/" + POOL + ".json")))
                .getAsJsonObject();
    }

    private static String query(List<Swap> swaps) {
        long first = StoredMarket.FIRST + 1_000;
        while (isSwapBlock(swaps, first)) {
            first++;
        }
        long block = first;
        Swap last = swaps.stream()
                .filter(swap -> swap.blockNumber() <= block)
                .reduce((earlier, later) -> later)
                .orElseThrow();
        return RebalanceBodies.validFor(POOL)
                .replace("\"block_number\": " + RebalanceBodies.BLOCK, "\"block_number\": " + block)
                .replace(
                        "1.4614467034852102e+33",
                        Double.toString(last.price().sqrtPriceX96().doubleValue()))
                .replaceAll("\"current_positions\": \\[[^]]*]", "\"current_positions\": []")
                .replaceAll("\"tick_spacing\": \\d+", "\"tick_spacing\": " + StoredMarket.POOL.tickSpacing());
    }

    private static boolean isSwapBlock(List<Swap> swaps, long block) {
        return swaps.stream().anyMatch(swap -> swap.blockNumber() == block);
    }

    private boolean isRecorded() throws IOException {
        Path rounds = home.resolve("data/rounds/8453-" + POOL);
        if (!Files.exists(rounds)) {
            return false;
        }
        try (Stream<Path> files = Files.list(rounds)) {
            return files.anyMatch(file -> file.toString().endsWith(".json"));
        }
    }

    /** The record as it would be after eight days and 299 rounds in which the challenger was better. */
    private void addAWeek() throws IOException {
        JsonObject record = JsonParser.parseString(Files.readString(record())).getAsJsonObject();
        JsonObject contest = record.getAsJsonObject("contest");
        contest.addProperty("started", Instant.now().minus(Duration.ofDays(8)).toString());
        contest.addProperty("rounds", 299);
        contest.addProperty("differences", 299);
        contest.addProperty("chain", StoredMarket.POOL.chainId());
        contest.addProperty(
                "firstBlock", StoredMarket.FIRST - Duration.ofDays(8).toSeconds() / 2);
        contest.addProperty("lastBlock", StoredMarket.FIRST);
        JsonArray capitals = new JsonArray();
        for (int i = 0; i < 6; i++) {
            capitals.add(Math.log(50));
        }
        contest.add("logCapitals", capitals);
        Files.writeString(record(), record.toString());
    }

    @Test
    void aChallengerIsPromotedAfterAKillOnceTheRuleIsMet() throws Exception {
        List<Swap> swaps;
        try (StoredMarket market = new StoredMarket(home.resolve("data/history"))) {
            swaps = market.swaps;
        }
        new PoolMetadataStore(home.resolve("data/pools")).save(StoredMarket.POOL);
        try (ChildHost host = ChildHost.start(home, SETTINGS)) {
            InstalledPlugins.await(host, home, "weir.hold");
            WeirCommand.Result invalid = CommandRunner.run(home, "challenge", POOL, "hold", "--margin", "7");
            assertEquals(2, invalid.exitCode(), invalid.out());
            assertTrue(invalid.err().contains("'challenger.margin' is 7"), invalid.err());
            WeirCommand.Result start =
                    CommandRunner.run(home, "challenge", POOL, "hold@1.0", "--promote", "auto", "--margin", "0.01");
            assertEquals(0, start.exitCode(), start.err());
            assertTrue(start.out().contains("range-follower") && start.out().contains("hold"), start.out());
            host.await(
                    "the challenge begins",
                    () -> show().get("phase").getAsString().equals("comparing"));
            WeirCommand.Result early = CommandRunner.run(home, "challenge", "promote", POOL);
            assertTrue(early.err().contains("0 rounds are compared; 300 are needed"), early.err());
            assertEquals(200, host.ask(host.axonUri("127.0.0.1"), query(swaps)).statusCode());
            host.await(
                    "the challenger sees the query",
                    () -> show().getAsJsonObject("shadow").get("answered").getAsLong() == 1);
            host.await("the round is recorded", this::isRecorded);
            host.kill();
        }
        addAWeek();
        try (ChildHost host = ChildHost.start(home, SETTINGS)) {
            InstalledPlugins.await(host, home, "weir.hold");
            host.await(
                    "the challenger is promoted",
                    () -> show().get("phase").getAsString().equals("promoted"));
            assertEquals("hold", route().get("strategy").getAsString());
            assertEquals(
                    "range-follower",
                    route().getAsJsonObject("challenger").get("strategy").getAsString());
            String changes = CommandRunner.run(home, "changes", POOL).out();
            assertTrue(changes.contains("promoted hold") && changes.contains("after 300 rounds"), changes);
            String events = CommandRunner.run(home, "challenge", "show", POOL).out();
            assertTrue(events.contains("challenger 1 of this route: hold"), events);
            assertEquals(0, CommandRunner.run(home, "challenge", "stop", POOL).exitCode());
            assertTrue(!route().has("challenger")
                    && route().get("strategy").getAsString().equals("hold"));
        }
    }
}
