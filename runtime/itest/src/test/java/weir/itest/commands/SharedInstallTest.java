package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.cli.CommandRunner;
import weir.fixtures.host.ChildHost;
import weir.fixtures.host.WeirCommand.Result;
import weir.itest.isolation.Fences;

/** {@code weir install NAME@RANGE --from ALIAS} in a running host. */
class SharedInstallTest {

    @TempDir
    Path folder;

    @Test
    void strategyOfATrustedPublisherIsInstalledWithItsProvenance() throws Exception {
        PublishedHold alice = new PublishedHold(folder);
        alice.publish(alice.version("1.1.0"));
        String address = alice.address;
        Path repository = alice.repository;

        Path home = folder.resolve("home");
        try (ChildHost host = SharedUpdateTest.startHost(home)) {
            Result unknown = CommandRunner.run(home, "install", "weir.hold@1.1.0");
            assertEquals(2, unknown.exitCode(), unknown::toString);
            assertTrue(unknown.err().contains("no trusted repository has weir.hold"), unknown::toString);
            Result added = CommandRunner.run(home, "repo", "add", repository.toString(), "--alias", "alice");
            assertEquals(0, added.exitCode(), added::toString);
            Fences.chooseSeparateIfImpossible(home, "alice");
            Result installed = CommandRunner.run(home, "install", "weir.hold@[1.1,2)", "--from", "alice");
            assertEquals(0, installed.exitCode(), installed::toString);
            assertTrue(installed.err().contains("weir.hold 1.1.0 of alice (" + address + ")"), installed::toString);
            assertTrue(installed.out().contains("installed weir.hold 1.1.0"), installed::toString);
            String strategies = CommandRunner.run(home, "strategies").out();
            assertTrue(strategies.contains("weir.hold_1.1.0.jar"), strategies);
            assertTrue(strategies.contains("alice " + address), strategies);
            assertTrue(strategies.contains("unsigned, local"), strategies);
        }
        try (Stream<Path> files = Files.list(home.resolve("data/provenance"))) {
            List<Path> all = files.toList();
            assertEquals(1, all.size());
            assertTrue(Files.readString(all.get(0)).contains("\"publisher\":\"" + address + "\""));
        }
    }
}
