package weir.itest.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.LongForm;
import weir.isolation.Level;
import weir.itest.probe.Probes;

/**
 * A hostile strategy that damages its process, in the assembled host. It takes two minutes. The results are a table of docs/isolation.md.
 * {@code -Dweir.probe.damage=all} also runs the levels without a fence, for the whole table.
 */
@EnabledIfSystemProperty(named = LongForm.PROPERTY, matches = "true")
class DamageTest {

    private static final boolean IS_LONG =
            System.getProperty("weir.probe.damage", "").equals("all");

    /** The other ones would fill the machine of the test in the host, or write to a stream that has no frames there. */
    private static final List<String> TRIED_IN_THE_HOST =
            List.of("exit", "halt", "crash by an invalid address", "become another program");

    private static final String NOT_TRIED = "not tried";

    @TempDir
    Path folder;

    @Test
    void damageStaysInTheChildProcess() throws Exception {
        TestMachine machine = TestMachine.require(false);
        Map<String, String> fenced = damage(Level.FENCED, machine);
        Map<String, String> separate = IS_LONG ? damage(Level.SEPARATE, machine) : Map.of();
        LevelTable table = new LevelTable("a hostile strategy can harm the host");
        for (String probe : Probes.damaging()) {
            assertEquals(LevelTable.NO, fenced.get(probe), probe);
            assertEquals(LevelTable.NO, separate.getOrDefault(probe, LevelTable.NO), probe);
            String inHost = IS_LONG && TRIED_IN_THE_HOST.contains(probe) ? damageHost(probe, machine) : NOT_TRIED;
            table.add(probe, List.of(inHost, separate.getOrDefault(probe, NOT_TRIED), fenced.get(probe)));
        }
        table.requireDocumented(IS_LONG && machine.isReference(machine.newest()));
    }

    private Map<String, String> damage(Level level, TestMachine machine) throws Exception {
        Map<String, String> harmed = new LinkedHashMap<>();
        try (ProbeTargets targets = new ProbeTargets(folder.resolve("targets-" + level.id()), machine.user());
                ProbedHost host = ProbedHost.start(
                        folder.resolve(level.id()), level, targets.targets(), machine.newest(), machine)) {
            for (String probe : Probes.damaging()) {
                host.run(probe);
                boolean isUnharmed = host.isUnharmed();
                host.installNewVersion();
                harmed.put(probe, isUnharmed && host.isUnharmed() ? LevelTable.NO : LevelTable.YES);
            }
        }
        return harmed;
    }

    private String damageHost(String probe, TestMachine machine) throws Exception {
        String name = probe.replace(' ', '-');
        try (ProbeTargets targets = new ProbeTargets(folder.resolve("targets-" + name), machine.user());
                ProbedHost host = ProbedHost.start(
                        folder.resolve(name), Level.HOST, targets.targets(), machine.newest(), machine)) {
            try {
                host.run(probe);
            } catch (IOException e) {
                return LevelTable.YES; // the connection was closed
            }
            return host.isUnharmed() ? LevelTable.NO : LevelTable.YES;
        }
    }
}
