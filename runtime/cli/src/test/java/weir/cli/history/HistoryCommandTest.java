package weir.cli.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.cli.history.HistoryCommands.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ExitCode;
import weir.cli.history.HistoryCommands.Outcome;
import weir.vectors.Recorded;

/** The commands as a user types them: what they print, and how they end. */
class HistoryCommandTest {

    private static final String POOL = "1:0x8ad599c3a0ff1de082011efddc58f1908eb6e6d8";

    @TempDir
    private Path home;

    @Test
    void importsARecordedFileAndShowsIt() {
        String file =
                Recorded.DATA.file("eth-usdc-weth-3000-20240105/swaps.csv.gz").toString();
        Outcome imported = run("import", file, "--pool", POOL, "--home", home.toString());
        assertEquals(0, imported.exitCode());
        assertTrue(
                imported.out().contains("267 swaps added, 0 were there; blocks 18937547 to 18944428"), imported::out);
        Outcome again = run("import", file, "--pool", POOL, "--home", home.toString());
        assertTrue(again.out().contains("0 swaps added, 267 were there"), again::out);
        Outcome info = run("info", "--home", home.toString());
        assertTrue(info.out().contains("pool " + POOL), info::out);
        assertTrue(info.out().contains("swaps   267"), info::out);
        assertFalse(info.out().contains("gap"), info::out);
    }

    @Test
    void prunesByAgeOnlyWhatWasAskedFor() {
        String file =
                Recorded.DATA.file("eth-usdc-weth-500-20240105/swaps.csv.gz").toString();
        String pool = "1:0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640";
        run("import", file, "--pool", pool, "--home", home.toString());
        String before = run("info", "--home", home.toString()).out();
        Outcome nothing = run("prune", "--keep-days", "3", "--home", home.toString());
        assertTrue(nothing.out().contains("nothing is older than 3 days"), nothing::out);
        assertEquals(
                ExitCode.USAGE,
                run("prune", "--keep-days", "0", "--home", home.toString()).exitCode());
        assertEquals(ExitCode.USAGE, run("prune", "--home", home.toString()).exitCode());
        assertEquals(before, run("info", "--home", home.toString()).out());
    }

    @Test
    void pruneRemovesSwapsOlderThanTheDays() throws Exception {
        StringBuilder csv = new StringBuilder(
                "block_number,log_index,block_timestamp,sqrt_price_x96,tick,liquidity,amount0,amount1\n");
        for (int day = 0; day < 5; day++) {
            csv.append(100 + day).append(",0,").append(1_700_000_000L + day * 86_400L);
            csv.append(",79228162514264337593543950336,0,1,1,-1\n");
        }
        Path file = Files.writeString(home.resolve("days.csv"), csv);
        Outcome imported = run("import", file.toString(), "--pool", POOL, "--home", home.toString());
        assertEquals(0, imported.exitCode(), imported::out);
        Outcome dry = run("prune", "--keep-days", "2", "--dry-run", "--home", home.toString());
        assertTrue(dry.out().contains("would remove blocks 100 to 101"), dry::out);
        assertTrue(run("info", "--home", home.toString()).out().contains("swaps   5"));
        Outcome pruned = run("prune", "--keep-days", "2", "--home", home.toString());
        assertTrue(pruned.out().contains("removed blocks 100 to 101, 2 swaps"), pruned::out);
        assertTrue(run("info", "--home", home.toString()).out().contains("swaps   3"));
    }

    @Test
    void gapsAndApproximateSourcesAreReported() {
        String file = Recorded.DATA
                .file("eth-wbtc-weth-3000-2021-2023-approx/swaps.csv.gz")
                .toString();
        String pool = "1:0xcbcdf9626bc03e24f779434178a73a0b4bad62ed";
        run("import", file, "--pool", pool, "--home", home.toString(), "--to", "12500000");
        Outcome second = run("import", file, "--pool", pool, "--home", home.toString(), "--from", "16900000");
        assertTrue(second.out().contains("approximate"), second::out);
        assertTrue(second.out().contains("1 gaps between the blocks"), second::out);
        Outcome info = run("info", "--pool", pool, "--home", home.toString());
        assertTrue(info.out().contains("gap     1249"), info::out);
        assertTrue(info.out().contains("approximate"), info::out);
    }

    @Test
    void swapsAreReplacedAndRemoved() throws Exception {
        String header = "block_number,log_index,timestamp,sqrt_price_x96,tick,liquidity,amount0,amount1\n";
        String row = ",0,%s,79228162514264337593543950336,0,1,1,-1\n";
        Path without =
                Files.writeString(home.resolve("without.csv"), header + 5 + row.formatted("") + 7 + row.formatted(""));
        Path with = Files.writeString(
                home.resolve("with.csv"), header + 5 + row.formatted(1_700_000_000) + 6 + row.formatted(1_700_000_012));
        run("import", without.toString(), "--pool", POOL, "--home", home.toString());
        Outcome contradiction = run("import", with.toString(), "--pool", POOL, "--home", home.toString());
        assertTrue(contradiction.out().contains("weir history replace"), contradiction::out);
        Outcome replaced = run("replace", with.toString(), "--pool", POOL, "--home", home.toString());
        assertEquals(0, replaced.exitCode(), replaced::out);
        assertTrue(replaced.out().contains("2 swaps stored; blocks 5 to 6 replaced"), replaced::out);
        Outcome times = run("import", without.toString(), "--pool", POOL, "--to", "5", "--home", home.toString());
        assertTrue(times.out().contains("0 swaps added, 1 were there"), times::out);
        Outcome removed = run("remove", "--pool", POOL, "--from", "6", "--to", "6", "--home", home.toString());
        assertEquals("1 swaps removed\n", removed.out());
        assertTrue(run("info", "--home", home.toString()).out().contains("gap     6 to 6"));
        assertEquals(
                "2 swaps removed\n",
                run("remove", "--pool", POOL, "--home", home.toString()).out());
        assertEquals(
                ExitCode.USAGE,
                run("remove", "--pool", POOL, "--home", home.toString()).exitCode());
        assertTrue(run("info", "--home", home.toString()).out().contains("no swaps of any pool"));
    }

    @Test
    void verifyReportsTheProvenShareAndThePlacesOfGaps() throws Exception {
        Path recorded = Recorded.VECTORS.file("evm/swaps-uniswap-v3.csv");
        run("import", recorded.toString(), "--pool", POOL, "--home", home.toString());
        Outcome complete = run("verify", "--pool", POOL, "--home", home.toString());
        assertEquals(0, complete.exitCode(), complete::out);
        assertTrue(complete.out().contains("201 swaps checked: 171 proven (85.1 %)"), complete::out);
        assertTrue(complete.out().contains("tick spacing is unknown"), complete::out);

        run("remove", "--pool", POOL, "--home", home.toString());
        Path pools = Files.createDirectories(home.resolve("data/pools"));
        Files.writeString(
                pools.resolve(POOL.replace(':', '-') + ".json"),
                """
                {"chain_id": 1, "address": "%s", "fee": 500, "tick_spacing": 10,
                 "token0": {"symbol": "WETH", "decimals": 18}, "token1": {"symbol": "USDC", "decimals": 6}}
                """
                        .formatted(POOL.substring(POOL.indexOf(':') + 1)));
        List<String> lines = new ArrayList<>(Files.readAllLines(recorded));
        String next = lines.get(99);
        lines.remove(98);
        Path cut = Files.write(home.resolve("cut.csv"), lines);
        run("import", cut.toString(), "--pool", POOL, "--home", home.toString());
        Outcome gap = run("verify", "--pool", POOL, "--home", home.toString());
        String[] place = next.split(",");
        assertEquals(1, gap.exitCode(), gap::out);
        assertTrue(gap.out().contains("block " + place[0] + " log index " + place[1] + " contradicts"), gap::out);
        assertTrue(gap.out().contains("weir history replace"), gap::out);
        assertEquals(
                ExitCode.USAGE,
                run("verify", "--pool", "0x" + "12".repeat(20), "--home", home.toString())
                        .exitCode());
    }

    @Test
    void damagedPoolDoesNotHideTheOthers() throws Exception {
        Path file = Files.writeString(
                home.resolve("swaps.csv"),
                "block_number,log_index,sqrt_price_x96,tick,liquidity,amount0,amount1\n"
                        + "5,0,79228162514264337593543950336,0,1,1,-1\n");
        run("import", file.toString(), "--pool", POOL, "--home", home.toString());
        Path history = home.resolve("data/history");
        Path damaged = Files.createDirectory(history.resolve("1-0x" + "12".repeat(20)));
        Files.writeString(damaged.resolve("00000001.swaps"), "damaged");
        Files.createDirectory(history.resolve("._1-0x" + "13".repeat(20)));
        Outcome info = run("info", "--home", home.toString());
        assertEquals(1, info.exitCode());
        assertTrue(info.out().contains("00000001.swaps: the file is shorter than its header"), info::out);
        assertTrue(info.out().contains("pool " + POOL), info::out);
    }

    @Test
    void unreadableHistoryIsNotCalledEmpty() throws Exception {
        Files.createDirectory(home.resolve("data"));
        Files.writeString(home.resolve("data/history"), "");
        Outcome info = run("info", "--home", home.toString());
        assertEquals(1, info.exitCode());
        assertTrue(info.out().contains("cannot read " + home.resolve("data/history")), info::out);
    }

    @Test
    void emptyHistoryNamesTheImportCommand() {
        Outcome info = run("info", "--home", home.toString());
        assertEquals(0, info.exitCode());
        assertTrue(info.out().contains("weir history import"), info::out);
    }
}
