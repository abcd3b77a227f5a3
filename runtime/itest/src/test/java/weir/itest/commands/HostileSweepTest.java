package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.cli.CommandRunner;
import weir.fixtures.BundleBuilder;
import weir.fixtures.LongForm;
import weir.fixtures.host.WeirCommand.Result;
import weir.installer.trust.Isolation;
import weir.isolation.Level;

/** Trials of a publisher's strategy that harm their child process, or want to know the future from it. */
class HostileSweepTest {

    @TempDir
    static Path folder;

    private static Path home;

    @BeforeAll
    static void install() throws Exception {
        home = Files.createDirectory(folder.resolve("home"));
        ForeignHome foreign = new ForeignHome(home);
        foreign.importSwaps(folder);
        BundleBuilder.of("weir.itest.replayed", "1.0.0", "").writeTo(foreign.jar("hostile"));
        foreign.recordPublisher("hostile");
        foreign.isolate(new Isolation(Level.SEPARATE));
    }

    private static List<String> sweepRows(String... parameters) throws IOException {
        Path csv = folder.resolve("hostile.csv");
        List<String> command = new ArrayList<>(
                List.of("sweep", "--strategy", "hostile-replay", "--workers", "1", "--fresh", "--csv", csv.toString()));
        for (String parameter : parameters) {
            command.addAll(List.of("--param", parameter));
        }
        Result swept = CommandRunner.run(home, command.toArray(String[]::new));
        assertEquals(0, swept.exitCode(), swept.err());
        return Files.readAllLines(csv);
    }

    /** A row without the number of the trial and its parameters. */
    private static String result(List<String> rows, String act) {
        return row(rows, act).replaceFirst("^.*" + act + "\"?,", "");
    }

    /** Three groups play the same rounds, and the trials of a group play them together. */
    @Test
    void noTrialFindsLaterBlocksInTheMemoryOfItsProcess() throws IOException {
        List<String> rows = sweepRows("act=keep,remember", "file=a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q");
        assertEquals(35, rows.size());
        for (String row : rows.subList(1, rows.size())) {
            assertFalse(row.contains("child process"), row);
        }
        assertEquals(
                1,
                rows.stream()
                        .skip(1)
                        .map(row -> row.replaceFirst("^.*(keep|remember),[a-q],", ""))
                        .distinct()
                        .count(),
                rows::toString);
    }

    /** At least one query a round takes 10 ms in the child process, and next to nothing in the command's. */
    @Test
    void estimateOfASweepCountsTheTimeInTheChildProcess() {
        Result estimated =
                CommandRunner.run(home, "sweep", "--strategy", "hostile-replay", "--param", "act=pause", "--dry-run");
        assertEquals(0, estimated.exitCode(), estimated.err());
        Matcher perRound = Pattern.compile("([0-9.]+) ms of CPU time").matcher(estimated.out());
        assertTrue(perRound.find(), estimated.out());
        assertTrue(Double.parseDouble(perRound.group(1)) > 5, estimated.out());
    }

    @Test
    void hostileTrialsHarmNoOtherTrial() throws IOException {
        List<String> rows = sweepRows("act=keep,throw-at-end,halt-later,forge,other");
        assertEquals(result(rows, "keep"), result(rows, "other"));
        assertEquals(result(rows, "keep"), result(rows, "throw-at-end"));
        assertFalse(row(rows, "keep").contains("child process"), rows::toString);
        assertTrue(row(rows, "forge").contains("it answered FAILED instead of DECISIONS"), rows::toString);
    }

    private static String row(List<String> rows, String act) {
        return rows.stream().filter(row -> row.contains(act)).findFirst().orElseThrow();
    }

    @Test
    void endlessLoopAndExitAreTheResultOfTheirTrialsOnly() throws IOException {
        // The loop uses ten seconds of CPU time.
        List<String> rows = sweepRows(LongForm.IS_SELECTED ? "act=keep,exit,loop,other" : "act=keep,exit,other");
        assertTrue(row(rows, "exit").contains("its child process ended with exit code 5"), rows::toString);
        if (LongForm.IS_SELECTED) {
            assertTrue(row(rows, "loop").contains("has not returned within 10 s"), rows::toString);
        }
        assertFalse(row(rows, "keep").contains("child process"), rows::toString);
        assertEquals(result(rows, "keep"), result(rows, "other"));
    }
}
