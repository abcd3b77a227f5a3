package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weir.base.WeirException;
import weir.cli.CommandRunner;
import weir.embedded.PackagedStrategy;
import weir.embedded.PlacementRules;
import weir.embedded.StrategyCatalog;
import weir.embedded.StrategyRunner;
import weir.fixtures.BundleBuilder;
import weir.fixtures.LongForm;
import weir.fixtures.host.WeirCommand;
import weir.fixtures.host.WeirCommand.Result;
import weir.installer.trust.Isolation;
import weir.isolation.Level;
import weir.itest.isolation.Fences;
import weir.launcher.Assembly;

/** Backtests and sweeps of strategies that were installed from a publisher run at the publisher's level, with the same results. */
class ForeignReplayTest {

    private static final String SECRET = "planted-secret-9f2c";

    @TempDir
    static Path folder;

    private static Path home;
    private static ForeignHome foreign;
    private static Path secret;
    private static Path wrapperLog;
    private static Path wrapper;
    private static List<String> own;

    @BeforeAll
    static void installAndMeasureAsOwn() throws Exception {
        home = Files.createDirectory(folder.resolve("home"));
        secret = Files.writeString(folder.resolve("secret"), SECRET);
        wrapperLog = folder.resolve("wrapper.log");
        wrapper = Files.writeString(
                folder.resolve("wrapper"), "#!/bin/sh\necho \"$@\" >> " + wrapperLog + "\nexec \"$@\"\n");
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwx------"));
        foreign = new ForeignHome(home);
        foreign.importSwaps(folder);
        for (String name : List.of("range-follower", "volatility-width")) {
            Files.copy(WeirCommand.INSTALLATION.resolve("plugins/weir." + name + "-1.0.0.jar"), foreign.jar(name));
        }
        BundleBuilder.of("weir.itest.replayed", "1.0.0", "").writeTo(foreign.jar("hostile"));
        own = measure();
        for (String name : List.of("range-follower", "volatility-width", "hostile")) {
            foreign.recordPublisher(name);
        }
    }

    private static void isolate(Level level) {
        foreign.isolate(
                level == Level.EXTERNAL ? new Isolation(level, List.of(wrapper.toString())) : new Isolation(level));
    }

    /** All results of a backtest and of a sweep. */
    private static List<String> measure() throws IOException {
        Path backtest = folder.resolve("backtest.json");
        Path sweep = folder.resolve("sweep.csv");
        Result tested =
                CommandRunner.run(home, "backtest", "--strategy", "volatility-width", "--json", backtest.toString());
        assertEquals(0, tested.exitCode(), tested.err());
        Result swept = CommandRunner.run(
                home,
                "sweep",
                "--strategy",
                "range-follower",
                "--param",
                "halfWidth=250..4000/250",
                "--param",
                "edge=0.1,0.2",
                "--workers",
                "2",
                "--fresh",
                "--csv",
                sweep.toString());
        assertEquals(0, swept.exitCode(), swept.err());
        return List.of(tested.out(), Files.readString(backtest), Files.readString(sweep));
    }

    private static List<Level> levels() {
        return LongForm.cases(2, Level.FENCED, Level.EXTERNAL, Level.HOST, Level.SEPARATE);
    }

    @ParameterizedTest
    @MethodSource("levels")
    void resultsAreEqualAtEachLevel(Level level) throws IOException {
        if (level == Level.FENCED || level == Level.HOST) {
            Fences.requirePossible();
        }
        Files.deleteIfExists(wrapperLog);
        isolate(level);
        assertEquals(own, measure());
        Result told = hostile("keep");
        // It has permissions, so it is fenced instead of running in the host.
        String ran = level == Level.HOST ? "fenced" : level.id();
        assertTrue(told.err().contains("of alice runs at the level " + ran + ", as in the host"), told::err);
        assertEquals(level == Level.EXTERNAL, Files.exists(wrapperLog));
        if (level == Level.EXTERNAL) {
            String started = Files.readString(wrapperLog);
            assertTrue(started.startsWith(System.getProperty("java.home") + "/bin/java -Xmx"), started);
            assertTrue(started.contains("weir.runner.Runner"), started);
        }
    }

    private static Result hostile(String act) {
        return CommandRunner.run(
                home,
                "backtest",
                "--strategy",
                "hostile-replay",
                "--param",
                "act=" + act,
                "--param",
                "file=" + secret,
                "--json",
                folder.resolve("hostile.json").toString());
    }

    /** Without the fence the strategy reads the file, so the probe works. */
    @Test
    void fencedStrategyReadsNoFile() throws IOException {
        Fences.requirePossible();
        isolate(Level.SEPARATE);
        assertEquals(0, hostile("read").exitCode());
        assertTrue(Files.readString(folder.resolve("hostile.json")).contains("it has read " + SECRET));
        isolate(Level.FENCED);
        Result fenced = hostile("read");
        assertEquals(0, fenced.exitCode(), fenced.err());
        String json = Files.readString(folder.resolve("hostile.json"));
        assertTrue(json.contains("AccessDeniedException"), json);
        assertFalse((json + fenced.out() + fenced.err()).contains(SECRET));
    }

    /** At the level host, bundles with permissions are fenced as well. */
    @Test
    void exitEndsTheBacktestWithAMessageAndNotTheCommand() throws IOException {
        Fences.requirePossible();
        for (Level level : List.of(Level.FENCED, Level.HOST, Level.SEPARATE)) {
            isolate(level);
            Result ended = hostile("exit");
            assertEquals(1, ended.exitCode(), ended.out());
            assertTrue(
                    ended.err()
                            .contains("the replay of hostile-replay 1.0.0 has failed: its child process ended with exit"
                                    + " code 5"),
                    ended::err);
            assertFalse(ended.out().contains("mean"), ended::out);
        }
    }

    /** As on a machine without the fence: the JARs of child processes are missing. */
    @Test
    void impossibleFenceIsARejectionWithTheRemedy() {
        isolate(Level.FENCED);
        PackagedStrategy jar = StrategyCatalog.in(home.resolve("plugins")).choose("range-follower");
        PlacementRules rules = PlacementRules.of(home.resolve("conf"), home.resolve("data"));
        Assembly assembly = new Assembly(WeirCommand.INSTALLATION);
        try (StrategyRunner runner =
                new StrategyRunner(assembly::systemBundle, () -> List.of(Path.of("/no/such.jar")), rules, text -> {})) {
            for (int i = 0; i < 2; i++) {
                WeirException rejected = assertThrows(WeirException.class, () -> runner.create(jar, Map.of()));
                assertTrue(
                        rejected.getMessage()
                                .contains("its publisher alice has the level fenced, which is not possible on this"
                                        + " machine"),
                        rejected::getMessage);
                assertTrue(rejected.remedy().contains("`weir trust isolate alice separate`"), rejected::remedy);
            }
            assertThrows(WeirException.class, () -> runner.factory(jar), "before a sweep has stored a trial");
        }
    }

    /** As if the daemon of a container did not run: this is no result of the trials. */
    @Test
    void failingWrapperEndsTheSweepAndStoresNoTrial() throws IOException {
        isolate(Level.EXTERNAL);
        String script = Files.readString(wrapper);
        Files.writeString(wrapper, "#!/bin/sh\necho no daemon >&2\nexit 125\n");
        String[] sweep = {"sweep", "--strategy", "range-follower", "--param", "edge=0.15,0.25", "--workers", "1"};
        try {
            Result failed = CommandRunner.run(home, sweep);
            assertEquals(1, failed.exitCode(), failed.out());
            assertTrue(
                    failed.err().contains("does not start: its child process ended with exit code 125: no daemon"),
                    failed::err);
        } finally {
            Files.writeString(wrapper, script);
        }
        Result repeated = CommandRunner.run(home, sweep);
        assertEquals(0, repeated.exitCode(), repeated.err());
        assertFalse(repeated.out().contains("ran in an earlier sweep"), repeated::out);
    }

    @Test
    void damagedTrustFileRunsNothing() throws IOException {
        Path trust = home.resolve("conf/trust.json");
        String text = Files.readString(trust);
        Files.writeString(trust, text.substring(0, text.length() / 2));
        try {
            Result result = hostile("keep");
            assertEquals(1, result.exitCode(), result.out());
            assertTrue(result.err().contains("trust.json is damaged"), result::err);
        } finally {
            Files.writeString(trust, text);
        }
    }
}
