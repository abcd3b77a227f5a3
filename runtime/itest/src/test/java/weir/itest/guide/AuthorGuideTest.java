package weir.itest.guide;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.market.MarketParameters;
import weir.backtest.market.SeededMarket;
import weir.fixtures.FreePort;
import weir.fixtures.host.WeirCommand;
import weir.strategy.Swap;

/** Executes {@code docs/author-guide.md} literally, with swaps of a seeded market. Only the port differs. */
class AuthorGuideTest {

    private static final Path PAGE = Path.of("../../docs/author-guide.md");

    @TempDir
    Path temp;

    @Test
    void guideLeadsFromAnIdeaToARunningStrategy() throws Exception {
        String port = String.valueOf(FreePort.find());
        Path home = Files.createDirectories(temp.resolve("home"));
        Path folder = Files.createDirectories(temp.resolve("weir"));
        Files.createSymbolicLink(
                folder.resolve("weir"),
                WeirCommand.INSTALLATION.resolve("bin/weir").toAbsolutePath().normalize());
        writeSwaps(folder);
        List<String> page = Files.readAllLines(PAGE).stream()
                .map(line -> line.replace("8091", port))
                .toList();
        List<Step> steps = Step.of(page);
        assertTrue(steps.size() >= 10, "steps: " + steps);
        Map<String, String> environment =
                Map.of("WEIR_HOME", home.resolve(".weir").toString(), "AXON_PORT", port);
        try (GuideRunner runner = new GuideRunner(folder, home, environment)) {
            for (Step step : steps) {
                runner.execute(step);
            }
        }
    }

    private static void writeSwaps(Path folder) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(folder.resolve("swaps.csv")))) {
            out.println("block_number,log_index,sqrt_price_x96,tick,liquidity,amount0,amount1");
            for (Swap swap : SeededMarket.swaps(MarketParameters.day(5).withBlocks(14_400))) {
                out.println(swap.blockNumber() + "," + swap.logIndex() + ","
                        + swap.price().sqrtPriceX96() + "," + swap.price().tick() + "," + swap.liquidity() + ","
                        + swap.amount0() + "," + swap.amount1());
            }
        }
        Files.writeString(
                folder.resolve("pool.json"),
                "{\"chain_id\": 8453, \"address\": \"0xd0b53d9277642d899df5c87a3966a349a798f224\", \"token0\":"
                        + " {\"symbol\": \"WETH\", \"decimals\": 18}, \"token1\": {\"symbol\": \"USDC\","
                        + " \"decimals\": 6}, \"fee\": 500, \"tick_spacing\": 200}");
    }
}
