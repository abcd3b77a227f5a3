package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weir.backtest.market.MarketParameters;
import weir.backtest.market.SeededMarket;
import weir.cli.CommandRunner;
import weir.fixtures.Await;
import weir.fixtures.LongForm;
import weir.fixtures.host.WeirCommand;
import weir.fixtures.host.WeirCommand.Result;
import weir.strategy.Swap;

/** {@code weir sweep} with the shipped strategies over a seeded day. */
@Timeout(600)
class SweepTest {

    private static final String POOL = "8453:0x" + "5e".repeat(20);
    private static final String[] GRID = {
        "--strategy", "range-follower", "--param", "halfWidth=600..6000/600", "--param", "edge=0.1,0.2"
    };
    private static final int TRIALS = 20;

    @TempDir
    static Path home;

    @TempDir
    static Path folder;

    @BeforeAll
    static void importSwaps() throws IOException {
        Path csv = folder.resolve("swaps.csv");
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(csv))) {
            out.println("block_number,log_index,sqrt_price_x96,tick,liquidity,amount0,amount1");
            for (Swap swap : SeededMarket.swaps(MarketParameters.day(5).withBlocks(14_400))) {
                out.println(swap.blockNumber() + "," + swap.logIndex() + ","
                        + swap.price().sqrtPriceX96() + "," + swap.price().tick() + "," + swap.liquidity() + ","
                        + swap.amount0() + "," + swap.amount1());
            }
        }
        Files.writeString(
                folder.resolve("pool.json"),
                "{\"chain_id\": 8453, \"address\": \"" + POOL.substring(5)
                        + "\", \"token0\": {\"symbol\": \"WETH\", \"decimals\": 18}, \"token1\": {\"symbol\": \"USDC\","
                        + " \"decimals\": 6}, \"fee\": 500, \"tick_spacing\": 200}");
        Result imported = WeirCommand.run(home, "history", "import", csv.toString(), "--pool", POOL);
        assertEquals(0, imported.exitCode(), imported.err());
    }

    @Test
    void resultsDoNotDependOnWorkers() throws IOException {
        String alone = sweep("alone", "--workers", "1", "--fresh");
        assertEquals(alone, sweep("two", "--workers", "2", "--fresh"));
    }

    private static List<Arguments> killedSweeps() {
        return LongForm.cases(
                2,
                Arguments.of(3, "--workers 1"),
                Arguments.of(23, "--halving --round-blocks 100"),
                Arguments.of(3, "--folds 12,1,6"));
    }

    /**
     * A process is killed during its first trials, with halving in the second stage, and another process resumes. The file has a line
     * more than results. This test's own process has another class path, so its sweeps have other identities.
     */
    @ParameterizedTest
    @MethodSource("killedSweeps")
    void killedSweepResumesWithTheSameResults(int storedLines, String options) throws Exception {
        String[] more = options.split(" ");
        String expected = sweep("expected", append(more, "--fresh"));
        kill(storedLines, more);
        Result resumed = WeirCommand.run(home, arguments(append(more, "--csv=" + folder.resolve("resumed"))));
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertTrue(resumed.out().contains("trials ran in an earlier sweep"), resumed.out());
        assertEquals(expected, Files.readString(folder.resolve("resumed")));
    }

    @Test
    void killedShardResumesAndMergesToASingleRun() throws Exception {
        String expected = sweep("unsharded", "--fresh");
        kill(3, "--shard", "1/2");
        Path killed = onlyResultFile();
        String second = shard(WeirCommand::run, "2/2");
        String[] merge = {"merge", killed.toString(), second, "--csv=" + folder.resolve("joined")};
        Result early = WeirCommand.run(home, arguments(merge));
        // If the kill came too late, the shard has ended.
        assertEquals(Files.readAllLines(killed).size() == 11 ? 0 : 1, early.exitCode(), early.err());
        assertEquals(killed.toString(), shard(WeirCommand::run, "1/2"));
        Result merged = WeirCommand.run(home, arguments(merge));
        assertEquals(0, merged.exitCode(), merged.err());
        assertEquals(expected, Files.readString(folder.resolve("joined")));
    }

    /** Runs a shard to its end; returns the path of its file. */
    private static String shard(BiFunction<Path, String[], Result> weir, String part, String... more) {
        Result result = weir.apply(home, arguments(append(more, "--shard=" + part)));
        assertEquals(0, result.exitCode(), result.err());
        String last = result.out().lines().reduce((first, next) -> next).orElseThrow();
        return last.substring("results in ".length());
    }

    @Test
    void mergedShardsOfFoldsEqualASingleRun() throws IOException {
        String[] folds = {"--folds", "12,1,6"};
        Path single = folder.resolve("single.json");
        String csv = sweep("single", "--folds", "12,1,6", "--json", single.toString());
        List<String> merge = new ArrayList<>(List.of(folds));
        merge.addAll(List.of("--csv", folder.resolve("merged").toString()));
        merge.addAll(List.of("--json", folder.resolve("merged.json").toString(), "merge"));
        for (String shard : List.of("3/3", "1/3", "2/3")) {
            merge.add(shard(CommandRunner::run, shard, folds));
        }
        Result missing = CommandRunner.run(
                home, arguments(merge.subList(0, merge.size() - 1).toArray(String[]::new)));
        assertEquals(1, missing.exitCode(), missing.err());
        assertTrue(missing.err().contains("1 of 3 shards are missing: [2/3]"), missing.err());
        Result merged = CommandRunner.run(home, arguments(merge.toArray(String[]::new)));
        assertEquals(0, merged.exitCode(), merged.err());
        assertEquals(csv, Files.readString(folder.resolve("merged")));
        assertEquals(Files.readString(single), Files.readString(folder.resolve("merged.json")));
        assertTrue(merged.out().contains("3 folds of 12 training rounds"), merged.out());
        assertTrue(merged.out().contains("compare with\nstrategy"), merged.out());
        for (String baseline : List.of("\nhold ", "\nreference-miner 1", "\nreference-volatility 1")) {
            assertTrue(merged.out().contains(baseline), merged.out());
        }
    }

    @Test
    void referencesHaveTheScoresOfABacktest() throws IOException {
        JsonObject sweep = json("sweep", "--strategy=range-follower", "--param=edge=0.1");
        JsonArray references = sweep.getAsJsonArray("references");
        JsonArray means = json("backtest", "--strategy=hold")
                .getAsJsonObject("statistics")
                .getAsJsonArray("means");
        assertEquals(2, references.size());
        for (int i = 0; i < 2; i++) {
            JsonObject reference = references.get(i).getAsJsonObject();
            JsonObject expected = means.get(2 + i).getAsJsonObject(); // after the strategy and hold
            assertEquals(
                    expected.get("strategy").getAsString(),
                    reference.get("strategy").getAsString() + " (reference)");
            assertEquals(expected.get("score"), reference.get("score"));
            assertEquals(expected.get("v3_over_hold_percent"), reference.get("over_hold_percent"));
        }
    }

    private static JsonObject json(String... arguments) throws IOException {
        Path file = folder.resolve("result.json");
        Result result = CommandRunner.run(home, append(arguments, "--json=" + file));
        assertEquals(0, result.exitCode(), result.err());
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    @Test
    void halvingDoesNotDependOnWorkers() throws IOException {
        String alone = sweep("halving1", "--halving", "--round-blocks", "100", "--workers", "1", "--fresh");
        assertEquals(alone, sweep("halving3", "--halving", "--round-blocks", "100", "--workers", "3", "--fresh"));
        String[] shard = "--strategy hold --param a=1 --halving --shard=1/2".split(" ");
        assertUsage("--shard cannot be combined with --halving", shard);
    }

    @Test
    void randomDrawsAreRankedWithWarnings() throws IOException {
        Path json = folder.resolve("draws.json");
        Result result = CommandRunner.run(
                home,
                "sweep",
                "--strategy",
                "volatility-width",
                "--param",
                "horizonBlocks=6000..40000",
                "--draws",
                "4",
                "--seed",
                "3",
                "--target",
                "MaxFees",
                "--json",
                json.toString());
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().contains("score MaxFees"), result.out());
        assertTrue(Files.readString(json).contains("\"warnings\": ["), "the file lists the warnings");
    }

    @Test
    void invalidParameterSpacesAreExplained() {
        assertUsage("is not a range", "--strategy", "range-follower", "--param", "halfWidth=1..");
        assertUsage("has no step", "--strategy", "range-follower", "--param", "halfWidth=1..9");
        assertUsage("Did you mean 'halfWidth'?", "--strategy", "range-follower", "--param", "halfwidth=1,2");
        String[] folds = {"--strategy", "range-follower", "--param", "edge=0.1", "--folds"};
        assertUsage("rounds; two folds of 20,0,9 need 38", append(folds, "20,0,9"));
        assertUsage("is not TRAIN,GAP,TEST in rounds", append(folds, "5"));
        assertUsage("is not K/N", "--strategy", "range-follower", "--param", "edge=0.1", "--shard", "1");
        assertUsage(
                "halving needs at least 9 trials", "--strategy", "range-follower", "--param", "edge=0.1", "--halving");
        assertUsage("no argument 'join'", "join", "x", "--strategy", "hold", "--param", "a=1");
        assertUsage("merge has no files", "merge", "--strategy", "hold", "--param", "a=1");
        assertUsage("merge has no --shard", "merge", "x", "--shard=1/2", "--strategy", "hold", "--param", "a=1");
        assertUsage("must be positive", "--strategy", "range-follower", "--param", "edge=0.1", "--workers", "0");
        String[] edge = {"--strategy", "range-follower", "--param", "edge=0.1"};
        assertUsage("--engine is local", append(edge, "--master=local[2]"));
        assertUsage("--engine spark is not installed", append(edge, "--engine=spark"));
        assertUsage("--engine ray is not an engine", append(edge, "--engine=ray"));
    }

    @Test
    void dryRunEstimatesTheCostAndStoresNothing() throws IOException {
        Result result = CommandRunner.run(home, arguments("--dry-run", "--fresh", "--workers", "2"));
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().contains("stage 1: 20 trials of "), result.out());
        assertTrue(result.out().contains("core-hours"), result.out());
    }

    private static String[] append(String[] arguments, String last) {
        return Stream.concat(Stream.of(arguments), Stream.of(last)).toArray(String[]::new);
    }

    private static void assertUsage(String fault, String... arguments) {
        Result result = CommandRunner.run(
                home, Stream.concat(Stream.of("sweep"), Stream.of(arguments)).toArray(String[]::new));
        assertEquals(2, result.exitCode(), result.out());
        assertTrue(result.err().contains(fault), result.err());
    }

    private static String sweep(String name, String... more) throws IOException {
        Path csv = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of("--csv", csv.toString()));
        Result result = CommandRunner.run(home, arguments(arguments.toArray(String[]::new)));
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().contains("against holding"), result.out());
        return Files.readString(csv);
    }

    /** Deletes all stored results, starts a sweep and kills it with SIGKILL as soon as its file has this many lines. */
    private static void kill(int storedLines, String... more) throws Exception {
        for (Path file : resultFiles()) {
            Files.delete(file);
        }
        Process process = WeirCommand.start(home, folder.resolve("killed.out"), arguments(append(more, "--fresh")));
        Await.until(
                () -> !process.isAlive() || lines() >= storedLines, () -> "the sweep stores " + storedLines + " lines");
        process.destroyForcibly().waitFor();
        assertTrue(lines() >= storedLines, () -> "output of the sweep: " + folder.resolve("killed.out"));
    }

    private static long lines() {
        try {
            return resultFiles().isEmpty()
                    ? 0
                    : Files.readAllLines(onlyResultFile()).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path onlyResultFile() throws IOException {
        assertEquals(1, resultFiles().size());
        return resultFiles().get(0);
    }

    private static List<Path> resultFiles() throws IOException {
        try (Stream<Path> files = Files.list(Files.createDirectories(home.resolve("data/sweeps")))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String[] arguments(String... more) {
        return Stream.of(Stream.of("sweep"), Stream.of(GRID), Stream.of(more))
                .flatMap(each -> each)
                .toArray(String[]::new);
    }
}
