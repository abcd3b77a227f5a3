package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.market.MarketParameters;
import weir.backtest.market.SeededMarket;
import weir.cli.CommandRunner;
import weir.fixtures.host.WeirCommand;
import weir.fixtures.host.WeirCommand.Result;
import weir.strategy.Swap;
import weir.vectors.Recorded;

/** Backtests with the assembled command line: import a file of swaps, then run a strategy from its JAR. */
class BacktestTest {

    static final String POOL = "8453:0x" + "5e".repeat(20);
    private static final long MIDNIGHT = 1_704_412_800L;
    private static final MarketParameters MARKET = MarketParameters.day(5).withBlocks(9_000);

    @TempDir
    Path home;

    private Result weir(String... arguments) {
        return CommandRunner.run(home, arguments);
    }

    @Test
    void importedFileIsBacktestedAndReported() throws IOException {
        Path file = writeSwaps(home);
        assertEquals(
                0, weir("history", "import", file.toString(), "--pool", POOL).exitCode());
        String[] command = {
            "backtest",
            "--strategy",
            "volatility-width@[1.0,2.0)",
            "--param",
            "defaultHalfWidth=600",
            "--from",
            "2024-01-05T01:00:00Z",
            "--report",
            home.resolve("out.html").toString(),
            "--json",
            home.resolve("out.json").toString(),
            "--csv",
            home.resolve("out.csv").toString()
        };
        Result first = weir(command);
        assertEquals(0, first.exitCode(), first.err());
        assertTrue(first.out().startsWith("volatility-width 1.0.0 defaultHalfWidth=600\n"), first.out());
        assertTrue(first.out().contains("15 rounds of 450 blocks"), first.out());
        assertTrue(first.out().contains("the models differ"), first.out());
        assertTrue(first.out().contains("no look-ahead"), first.out());
        assertTrue(Files.readString(home.resolve("out.html")).contains("data-chart=\"price\""));
        assertEquals(1 + 5 * 15 * 3, Files.readAllLines(home.resolve("out.csv")).size());
        String json = Files.readString(home.resolve("out.json"));
        String page = Files.readString(home.resolve("out.html"));
        for (String baseline : List.of(
                "hold",
                "reference-miner 1.0.0 (reference)",
                "reference-volatility 1.0.0 (reference)",
                "perfect foresight (ceiling)")) {
            assertTrue(first.out().contains(baseline), baseline);
            assertTrue(page.contains("<td>" + baseline + "</td>"), baseline);
            assertTrue(json.contains("\"" + baseline + "\""), baseline);
            assertTrue(Files.readString(home.resolve("out.csv")).contains(baseline), baseline);
        }
        assertEquals(first.out(), weir(command).out());
        assertEquals(json, Files.readString(home.resolve("out.json")));
        Result board = weir("score");
        assertTrue(board.out().contains("volatility-width 1.0.0"), board.out());
        assertTrue(board.out().contains("defaultHalfWidth=600"), board.out());
        assertTrue(board.out().contains("live: no source"), board.out());
    }

    @Test
    void invalidArgumentsListTheValidOnes() throws IOException {
        assertFailure("weir history import", "backtest");
        assertEquals(
                0,
                weir("history", "import", writeSwaps(home).toString(), "--pool", POOL)
                        .exitCode());
        assertFailure("hold 1.0.0; range-follower 1.0.0", "backtest", "--strategy", "unknown");
        assertFailure("volatility-width 1.0.0", "backtest", "--strategy", "volatility-width@[2.0,3.0)");
        assertFailure("halfWidth (a whole number from 1 to 443636, default 2000)", "backtest", "--param", "width=1");
        assertFailure("Write a whole number from 1 to 443636", "backtest", "--param", "halfWidth=wide");
        assertFailure("is '0'", "backtest", "--param", "halfWidth=0");
        assertFailure("no multiples of the tick spacing", "backtest", "--vault-position=-15,200,1000");
        assertFailure("Exchange them", "backtest", "--from", "30000900", "--to", "30000100");
        assertFailure("The history covers 2024-01-05T00:00:", "backtest", "--from", "2024-02-01");
    }

    /** A JAR that configures the host by a file in it. */
    @Test
    void jarThatTheHostRejectsIsRejectedBesideOneThatRuns() throws IOException {
        assertEquals(
                0,
                weir("history", "import", writeSwaps(home).toString(), "--pool", POOL)
                        .exitCode());
        Path plugins = Files.createDirectories(home.resolve("plugins"));
        Path shipped = WeirCommand.INSTALLATION.resolve("plugins");
        Files.copy(shipped.resolve("weir.range-follower-1.0.0.jar"), plugins.resolve("good.jar"));
        addEntry(
                shipped.resolve("weir.volatility-width-1.0.0.jar"),
                plugins.resolve("bad.jar"),
                "OSGI-INF/configurator/x.json");
        String bad = "volatility-width";
        assertFailure("which configures the host", "backtest", "--strategy", bad);
        assertFailure("which configures the host", "sweep", "--strategy", bad, "--param", "defaultHalfWidth=600,900");
        Result good = weir("backtest", "--strategy", "range-follower");
        assertEquals(0, good.exitCode(), good.err());
    }

    private static void addEntry(Path jar, Path target, String entry) throws IOException {
        try (ZipFile in = new ZipFile(jar.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(target))) {
            for (ZipEntry copied : Collections.list(in.entries())) {
                out.putNextEntry(new ZipEntry(copied.getName()));
                in.getInputStream(copied).transferTo(out);
            }
            out.putNextEntry(new ZipEntry(entry));
            out.write("{}".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void dayOfARealPoolIsBacktested() {
        String file =
                Recorded.DATA.file("eth-usdc-weth-500-20240105/swaps.csv.gz").toString();
        String pool = "1:0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640";
        assertEquals(0, weir("history", "import", file, "--pool", pool).exitCode());
        Result result = weir("backtest", "--round-blocks", "75", "--target", "validator");
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().contains("(USDC/WETH, fee 0.05 %)"), result.out());
        assertTrue(result.out().contains("94 rounds of 75 blocks"), result.out());
    }

    private void assertFailure(String expected, String... arguments) {
        Result result = weir(arguments);
        assertTrue(result.exitCode() != 0, result.out());
        assertTrue(result.err().contains(expected), result.err());
    }

    /** Writes the swaps of a seeded market, one block every two seconds, with pool.json beside them. */
    static Path writeSwaps(Path home) throws IOException {
        Path folder = Files.createDirectories(home.resolve("source"));
        Files.writeString(
                folder.resolve("pool.json"),
                "{\"chain_id\": 8453, \"address\": \"0x" + "5e".repeat(20) + "\", \"token0\": {\"symbol\": \"WETH\","
                        + " \"decimals\": 18}, \"token1\": {\"symbol\": \"USDC\", \"decimals\": 6}, \"fee\": 500,"
                        + " \"tick_spacing\": 200}");
        List<Swap> swaps = SeededMarket.swaps(MARKET);
        StringBuilder csv =
                new StringBuilder("block_number,log_index,timestamp,sqrt_price_x96,tick,liquidity,amount0,amount1\n");
        for (Swap swap : swaps) {
            csv.append(swap.blockNumber()).append(',').append(swap.logIndex()).append(',');
            csv.append(MIDNIGHT + 2 * (swap.blockNumber() - MARKET.firstBlock()))
                    .append(',');
            csv.append(swap.price().sqrtPriceX96())
                    .append(',')
                    .append(swap.price().tick())
                    .append(',');
            csv.append(swap.liquidity())
                    .append(',')
                    .append(swap.amount0())
                    .append(',')
                    .append(swap.amount1());
            csv.append('\n');
        }
        return Files.writeString(folder.resolve("swaps.csv"), csv);
    }
}
