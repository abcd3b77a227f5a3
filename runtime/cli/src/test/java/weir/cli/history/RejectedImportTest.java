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

/** Sources that {@code weir history import} rejects: the message names the place and the remedy. */
class RejectedImportTest {

    private static final String POOL = "1:0x8ad599c3a0ff1de082011efddc58f1908eb6e6d8";

    @TempDir
    private Path home;

    @Test
    void rejectsSwapsOfAnotherPoolThanTheMetadata() throws Exception {
        Path folder = Files.createDirectory(home.resolve("source"));
        Path file = Files.writeString(
                folder.resolve("swaps.csv"),
                "block_number,log_index,sqrt_price_x96,tick,liquidity,amount0,amount1\n"
                        + "5,0,79228162514264337593543950336,0,1,1,-1\n");
        Files.writeString(
                folder.resolve("pool.json"),
                "{\"chain_id\": 1, \"address\": \"" + POOL.substring(2) + "\", \"token0\": {\"decimals\": 6},"
                        + " \"token1\": {\"decimals\": 18}, \"fee\": 3000, \"tick_spacing\": 60}");
        Outcome rejection = run("import", file.toString(), "--pool", POOL.substring(2), "--home", home.toString());
        assertEquals(ExitCode.USAGE, rejection.exitCode());
        assertTrue(rejection.out().contains("Give --pool " + POOL), rejection::out);
        assertTrue(run("info", "--home", home.toString()).out().contains("no swaps"));
        assertEquals(
                0,
                run("import", file.toString(), "--pool", POOL, "--home", home.toString())
                        .exitCode());
    }

    @Test
    void whatAFileDoesNotSayIsAskedForByName() throws Exception {
        Path file = Files.writeString(
                home.resolve("graph.csv"),
                """
                transaction.blockNumber,logIndex,timestamp,amount_weth,amount1,sqrtPriceX96,tick
                5,0,1700000000,0.000000000000000001,-0.000001,79228162514264337593543950336,0
                6,3,1700000002,0.000000000000000005,-0.000004,79228162514264337593543950335,-1
                """);
        String[] command = {"import", file.toString(), "--pool", POOL, "--home", home.toString()};
        Outcome column = run(command);
        assertTrue(column.out().contains("there is no column liquidity, amount0"), column::out);
        assertTrue(column.out().contains("=NAME"), column::out);
        Outcome liquidity = run(with(command, "--column", "amount0=amount_weth"));
        assertTrue(liquidity.out().contains("give --derive-liquidity"), liquidity::out);
        Outcome decimals = run(with(command, "--column", "amount0=amount_weth", "--derive-liquidity"));
        assertTrue(decimals.out().contains("give --decimals0 and --decimals1"), decimals::out);
        Outcome one = run(with(command, "--decimals0", "18"));
        assertEquals(ExitCode.USAGE, one.exitCode(), one::out);
        Outcome all = run(with(
                command,
                "--column",
                "amount0=amount_weth",
                "--derive-liquidity",
                "--decimals0",
                "18",
                "--decimals1",
                "6"));
        assertTrue(all.out().contains("1 swaps added, 0 were there; blocks 6 to 6"), all::out);
    }

    @Test
    void errorsNamePlaceAndRemedy() throws Exception {
        Path file = Files.writeString(
                home.resolve("bad.csv"),
                "block_number,log_index,sqrt_price_x96,tick,liquidity,amount0,amount1\n"
                        + "5,0,79228162514264337593543950336,9,1,1,-1\n");
        Outcome price = run("import", file.toString(), "--pool", POOL, "--home", home.toString());
        assertEquals(ExitCode.SOFTWARE, price.exitCode());
        assertTrue(price.out().contains(file + " line 2 (block 5): price"), price::out);
        assertTrue(price.out().contains("check the columns"), price::out);
        assertTrue(run("info", "--home", home.toString()).out().contains("no swaps"));

        Outcome date =
                run("import", file.toString(), "--pool", POOL, "--from", "2024-01-05", "--home", home.toString());
        assertEquals(ExitCode.USAGE, date.exitCode());
        assertTrue(date.out().contains("'2024-01-05' is no block number"), date::out);
        Outcome empty =
                run("import", file.toString(), "--pool", POOL, "--from", "9", "--to", "8", "--home", home.toString());
        assertTrue(empty.out().contains("the range is empty"), empty::out);
        Outcome pool = run("import", file.toString(), "--pool", "0x12", "--home", home.toString());
        assertEquals(ExitCode.USAGE, pool.exitCode());
        Outcome gone = run("import", "nowhere.csv", "--pool", POOL, "--home", home.toString());
        assertTrue(gone.out().contains("the file does not exist"), gone::out);
    }

    @Test
    void passwordOfADatabaseIsNeverShown() {
        String address = "postgresql+asyncpg://me:secret@127.0.0.1:1/pool_events";
        Outcome rejection = run("import", address, "--pool", "0x" + "ab".repeat(20), "--home", home.toString());
        assertEquals(ExitCode.SOFTWARE, rejection.exitCode());
        assertTrue(rejection.out().contains("postgresql://127.0.0.1:1/pool_events"), rejection::out);
        assertFalse(rejection.out().contains("secret"), rejection::out);
        for (String malformed : new String[] {
            "host=127.0.0.1 dbname=pool_events user=me password=secret",
            "\"host=127.0.0.1 dbname=pool_events password=secret\"",
            "jdbc:postgresql://127.0.0.1/x?password=secret",
            "mysql://me:secret@127.0.0.1/x",
            "me:secret@127.0.0.1/x",
            "postgresql://me:secret@127.0.0.1/x?unknown=secret",
        }) {
            for (String command : new String[] {"import", "info"}) {
                Outcome outcome = run(command, malformed, "--pool", "0x" + "ab".repeat(20), "--home", home.toString());
                assertEquals(ExitCode.USAGE, outcome.exitCode());
                assertTrue(outcome.out().contains("SOURCE: "), outcome::out);
                assertFalse(outcome.out().contains("secret"), outcome::out);
            }
        }
    }

    private static String[] with(String[] command, String... options) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(options));
        return all.toArray(String[]::new);
    }
}
