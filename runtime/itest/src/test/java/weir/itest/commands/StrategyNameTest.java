package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.cli.CommandRunner;
import weir.fixtures.BundleBuilder;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand.Result;
import weir.itest.slow.SlowStrategy;

/** The owners of strategy names, with the commands of an assembled host and across a restart. */
@Timeout(300)
class StrategyNameTest {

    @TempDir
    Path home;

    @TempDir
    Path jars;

    @Test
    void otherBundleNeedsAPermissionThatSurvivesARestart() throws Exception {
        String other = jar("my.other");
        String third = jar("my.third");
        try (ChildHost host = ChildHost.start(home, "--axon.ip", "127.0.0.1")) {
            host.await(
                    "the strategy is installed",
                    () -> CommandRunner.run(home, "install", jar("my.owner")).exitCode() == 0);
            assertFailure("belongs to the bundle my.owner", CommandRunner.run(home, "install", other));
            assertFailure("'Slow' is not a strategy name", CommandRunner.run(home, "allow-name", "Slow", "my.other"));
            assertFailure("is not a bundle's symbolic name", CommandRunner.run(home, "allow-name", "slow", "my other"));
            Result allowed = CommandRunner.run(home, "allow-name", "slow", "my.other");
            assertEquals(0, allowed.exitCode(), allowed.err());
            Result installed = CommandRunner.run(home, "install", other);
            assertEquals(0, installed.exitCode(), installed.err());
        }
        try (ChildHost host = ChildHost.start(home, "--axon.ip", "127.0.0.1")) {
            host.await(
                    "both bundles are installed",
                    () -> CommandRunner.run(home, "strategies")
                                    .out()
                                    .lines()
                                    .filter(line -> line.contains("my.o") && line.contains("installed"))
                                    .count()
                            == 2);
            assertFailure("belongs to the bundle my.other, my.owner", CommandRunner.run(home, "install", third));
        }
    }

    private String jar(String bundle) {
        Path file = jars.resolve(bundle + ".jar");
        BundleBuilder.of(SlowStrategy.class.getPackageName(), "1.0.0", "")
                .with("Bundle-SymbolicName", bundle)
                .writeTo(file);
        return file.toString();
    }

    private static void assertFailure(String expected, Result result) {
        assertTrue(result.exitCode() != 0, result.out());
        assertTrue(result.err().contains(expected), result.err());
    }
}
