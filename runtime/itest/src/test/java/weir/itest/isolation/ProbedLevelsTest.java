package weir.itest.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.isolation.Level;
import weir.itest.probe.ProbeResult;
import weir.itest.probe.ProbeResult.Outcome;
import weir.itest.probe.Probes;

/** The hostile strategy as a bundle in the assembled host, at each level. The results are the table of docs/isolation.md. */
class ProbedLevelsTest {

    private static final List<Level> LEVELS = List.of(Level.HOST, Level.SEPARATE, Level.FENCED);

    @TempDir
    Path folder;

    @ParameterizedTest(name = "host as {0} on the {1} JDK")
    @CsvSource({"this user,newest", "this user,host's", "nobody,host's"})
    void probesReachWhatTheDocumentationSays(String user, String jdk) throws Exception {
        TestMachine machine = TestMachine.require(user.equals("nobody"));
        Jdk host = jdk.equals("newest") ? machine.newest() : Jdk.OF_THE_HOST;
        Map<Level, Map<String, Outcome>> results = new EnumMap<>(Level.class);
        for (Level level : LEVELS) {
            results.put(level, reach(level, host, machine));
        }
        LevelTable table = new LevelTable("a hostile strategy can");
        for (String probe : Probes.names()) {
            assertTrue(results.get(Level.FENCED).get(probe) != Outcome.REACHED, probe);
            table.add(
                    probe,
                    LEVELS.stream()
                            .map(level -> cell(results.get(level).get(probe) == Outcome.REACHED))
                            .toList());
        }
        table.requireDocumented(machine.isReference(host));
    }

    private static String cell(boolean isDone) {
        return isDone ? LevelTable.YES : LevelTable.NO;
    }

    private Map<String, Outcome> reach(Level level, Jdk jdk, TestMachine machine) throws Exception {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        try (ProbeTargets targets = new ProbeTargets(folder.resolve("targets-" + level.id()), machine.user())) {
            machine.give(folder);
            try (ProbedHost host =
                    ProbedHost.start(folder.resolve(level.id()), level, targets.targets(), jdk, machine)) {
                for (String probe : Probes.names()) {
                    Optional<ProbeResult> first = host.run(probe);
                    // On a busy machine, a probe may miss the deadline of the query.
                    ProbeResult result = (first.isPresent() ? first : host.run(probe)).orElseThrow();
                    assertEquals(probe, result.probe());
                    outcomes.put(probe, result.outcome());
                }
                assertTrue(host.isUnharmed());
            }
        }
        return outcomes;
    }
}
