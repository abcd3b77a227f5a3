package weir.itest.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.isolation.Level;
import weir.itest.probe.Probes;

/** After all probes, the memory of the fenced child process has no secret of the host and of its files. */
class PlantedSecretTest {

    @TempDir
    Path folder;

    @Test
    void memoryOfTheChildHasNoSecret() throws Exception {
        TestMachine machine = TestMachine.require(false);
        try (ProbeTargets targets = new ProbeTargets(folder.resolve("targets"), machine.user());
                ProbedHost host = ProbedHost.start(
                        folder.resolve("home"), Level.FENCED, targets.targets(), machine.newest(), machine)) {
            for (String probe : Probes.names()) {
                // A failed start of a program closes the standard input of the process, which then ends.
                if (!probe.startsWith("start ")) {
                    host.run(probe);
                }
            }
            String token = Files.readString(host.host().dataFile("admin.token")).strip();
            String wallet = Files.readString(targets.targets().file("wallet"));
            List<ProcessHandle> children =
                    ProcessHandle.of(host.host().pid()).orElseThrow().children().toList();
            assertEquals(1, children.size(), children::toString);
            ProcessMemory child = new ProcessMemory(children.get(0).pid());
            assertTrue(new ProcessMemory(host.host().pid()).contains(token), "the token is found where it is");
            assertTrue(child.contains("weir/itest/probe/ProbeStrategy"), "the name of the class is found");
            assertFalse(child.contains(token));
            assertFalse(child.contains(wallet));
        }
    }
}
