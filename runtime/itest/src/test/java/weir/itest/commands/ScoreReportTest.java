package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.cli.CommandRunner;
import weir.fixtures.host.WeirCommand;
import weir.fixtures.host.WeirCommand.Result;
import weir.itest.commands.ShareCommands.Key;
import weir.itest.isolation.Fences;

/** An author publishes the result of a backtest; a receiver replays it from the own history. */
class ScoreReportTest {

    private static final Path JAR = WeirCommand.INSTALLATION.resolve("plugins/weir.range-follower-1.0.0.jar");

    @TempDir
    Path folder;

    private Path author;
    private Path receiver;
    private Path swaps;
    private Path repository;
    private Path json;
    private Key key;

    @BeforeEach
    void measure() throws IOException {
        Fences.requirePossible(); // the receiver has not chosen a level for the author
        author = Files.createDirectory(folder.resolve("author"));
        receiver = Files.createDirectory(folder.resolve("receiver"));
        repository = folder.resolve("repository");
        json = folder.resolve("run.json");
        key = new ShareCommands(folder, author).key(7);
        swaps = BacktestTest.writeSwaps(folder);
        importSwaps(author, swaps);
        Result measured = CommandRunner.run(
                author,
                "backtest",
                "--strategy",
                "range-follower",
                "--param",
                "halfWidth=600",
                "--json",
                json.toString());
        assertEquals(0, measured.exitCode(), measured.err());
    }

    @Test
    void reportIsReplayedBitForBitFromTheReceiversHistory() throws IOException {
        Result published = publish(json);
        assertEquals(0, published.exitCode(), published.err());
        Result missing = verify();
        assertEquals(1, missing.exitCode(), missing.out());
        assertTrue(missing.err().contains("are not stored: pool " + BacktestTest.POOL), missing.err());
        assertTrue(
                missing.err().contains("weir history fetch --pool " + BacktestTest.POOL + " --from "), missing.err());

        importSwaps(receiver, swaps);
        Result equal = verify();
        assertEquals(0, equal.exitCode(), equal.err());
        assertTrue(equal.err().contains("replayed, equal bit for bit"), equal.err());
        assertTrue(equal.err().contains("runs at the level fenced, as in the host"), equal.err());
        assertTrue(Files.readString(repository.resolve("weir.json")).contains("\"reports\":[{\"bundle\":\""));
    }

    @Test
    void forgedScoreIsFound() throws IOException {
        importSwaps(receiver, swaps);
        String text = Files.readString(json);
        String mean = text.replaceFirst("(?s).*?\"mean\": ?(-?[0-9.eE-]+).*", "$1");
        Path forged = Files.writeString(
                folder.resolve("forged.json"), text.replaceFirst("\"mean\": ?" + mean, "\"mean\": 0.5"));
        assertEquals(0, publish(forged).exitCode());
        Result verified = verify();
        assertEquals(1, verified.exitCode(), verified.err());
        assertTrue(verified.err().contains("the mean score is " + mean + ", the report says 0.5"), verified.err());
    }

    @Test
    void otherSwapsAreFound() throws IOException {
        String text = Files.readString(swaps);
        String last = text.strip().substring(text.strip().lastIndexOf('\n') + 1);
        Path other = Files.writeString(folder.resolve("other.csv"), text.replace(last + "\n", ""));
        importSwaps(receiver, other);
        assertEquals(0, publish(json).exitCode());
        Result verified = verify();
        assertEquals(1, verified.exitCode(), verified.err());
        assertTrue(
                verified.err().contains("the hash of the swaps is ")
                        || verified.err().contains("are not stored"),
                verified.err());
    }

    @Test
    void malformedReportAndOneOfAnotherBundleAreRejected() throws IOException {
        Path text = Files.writeString(folder.resolve("bad.json"), "{\"report\": {\"format\": 1, \"model\": \"v3\"}}");
        assertRejected(text, "report.model is not a string of the form validator");
        Path none = Files.writeString(folder.resolve("none.json"), "{}");
        assertRejected(none, "report is missing");
        Path foreign = Files.writeString(
                folder.resolve("foreign.json"),
                Files.readString(json).replaceFirst("(\"bundle\": ?\")[0-9a-f]{64}", "$1" + "ab".repeat(32)));
        assertRejected(foreign, "the repository has no bundle abab");
        assertTrue(!Files.exists(repository.resolve("weir.json")));
    }

    private void assertRejected(Path report, String reason) {
        Result rejection = publish(report);
        assertTrue(rejection.exitCode() != 0 && rejection.err().contains(reason), rejection.err());
    }

    private static void importSwaps(Path home, Path file) {
        Result imported = CommandRunner.run(home, "history", "import", file.toString(), "--pool", BacktestTest.POOL);
        assertEquals(0, imported.exitCode(), imported.err());
    }

    private Result publish(Path report) {
        String command = "publish " + JAR + " --repo " + repository + " --name lp --publisher " + key.address()
                + " --report " + report;
        return ShareCommands.sign(key, command.split(" "));
    }

    private Result verify() {
        return CommandRunner.run(receiver, "verify", repository.toString(), "--report");
    }
}
