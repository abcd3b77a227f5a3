package weir.itest.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.itest.probe.ProbeResult;
import weir.itest.probe.ProbeResult.Outcome;
import weir.itest.probe.Probes;

/** Each probe in a fenced JVM, and in one without a fence, where it must succeed: otherwise it proves nothing. */
class FencedProbesTest {

    /** Succeed only in the host's own JVM. */
    private static final Set<String> NEED_THE_HOST =
            Set.of("find the host's threads", "find the host's bundles", "find the host's home directory");

    /** Need privileges, or are turned off on some machines and in containers. */
    private static final Set<String> DEPEND_ON_THE_MACHINE = Set.of(
            "create a BPF map",
            "create a mount namespace",
            "change the root directory",
            "create a socket to the virtual machine's host",
            "get the handle of a file",
            "handle page faults",
            "measure by perf events",
            "open the host's memory",
            "read the host's environment",
            "list the host's open files",
            "read the memory of another process",
            "store a key in the kernel",
            "trace another process",
            "use io_uring");

    @TempDir
    Path folder;

    private TestMachine machine;

    @ParameterizedTest(name = "as {0}, in a child on the {1} JDK")
    @CsvSource({"this user,newest", "this user,host's", "nobody,newest", "nobody,host's"})
    void noProbeReachesAnythingInTheFence(String user, String jdk) throws Exception {
        machine = TestMachine.require(user.equals("nobody"));
        FencedJvm jvm = new FencedJvm(machine.newest(), FencedJvm.fenceOfThisProcess());
        Jdk child = jdk.equals("newest") ? machine.newest() : Jdk.OF_THE_HOST;

        Map<String, Outcome> fenced = run("fenced", jvm.fenced(child));
        assertEquals(Probes.names(), List.copyOf(fenced.keySet()));
        assertEquals(List.of(), probes(fenced, Outcome.REACHED));

        Map<String, Outcome> open = run("open", jvm.open(child));
        List<String> unproven = new ArrayList<>(probes(open, Outcome.PREVENTED));
        unproven.removeAll(NEED_THE_HOST);
        unproven.removeAll(DEPEND_ON_THE_MACHINE);
        assertEquals(List.of(), unproven, "without a fence, these probes must succeed");
    }

    private static List<String> probes(Map<String, Outcome> results, Outcome outcome) {
        return results.keySet().stream()
                .filter(probe -> results.get(probe) == outcome)
                .toList();
    }

    private Map<String, Outcome> run(String name, List<String> child) throws Exception {
        Path outside = folder.resolve(name);
        Path workingDirectory = Files.createDirectories(folder.resolve(name + "-working-directory"));
        Path errors = folder.resolve(name + ".log");
        try (ProbeTargets targets = new ProbeTargets(outside, machine.user())) {
            machine.give(folder);
            List<String> command = new ArrayList<>(machine.user());
            command.addAll(child);
            command.add(targets.targets().format());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(workingDirectory.toFile())
                    .redirectError(errors.toFile());
            builder.environment().put("SECRET", "of the parent");
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output + Files.readString(errors));
            return output.lines()
                    .map(ProbeResult::parse)
                    .collect(Collectors.toMap(
                            ProbeResult::probe, ProbeResult::outcome, (first, second) -> first, LinkedHashMap::new));
        }
    }
}
