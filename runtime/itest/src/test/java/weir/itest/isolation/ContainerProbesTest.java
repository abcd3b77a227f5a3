package weir.itest.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import weir.itest.probe.ProbeResult;
import weir.itest.probe.ProbeResult.Outcome;
import weir.itest.probe.Probes;

/**
 * The fence in a container with the engine's default seccomp profile. The machine's JDK is mounted, so the image needs the C library
 * only. {@code -Dweir.container="podman run --rm"} is the command without the image, and {@code -Dweir.container.image} the image.
 */
class ContainerProbesTest {

    private static final String ENGINE = System.getProperty("weir.container", "");
    private static final String IMAGE = System.getProperty("weir.container.image", "");

    @Test
    void noProbeReachesAnythingInTheFence() throws Exception {
        assumeFalse(
                ENGINE.isEmpty() || IMAGE.isEmpty(), "SKIPPED: no container; set weir.container, weir.container.image");
        Jdk jdk = TestMachine.require(false).newest();
        List<String> output = run(jdk);
        assertTrue(output.contains("Seccomp:\t2"), output::toString);
        int open = output.indexOf(ContainerMain.OPEN);
        Map<String, Outcome> fenced = results(output.subList(output.indexOf(ContainerMain.FENCED), open));
        assertEquals(Probes.names().size(), fenced.size(), output::toString);
        assertEquals(List.of(), reached(fenced));
        List<String> reached = reached(results(output.subList(open, output.size())));
        assertTrue(reached.size() > 40, () -> "without the fence, probes reach only " + reached);
    }

    private static List<String> run(Jdk jdk) throws Exception {
        String fence = FencedJvm.fenceOfThisProcess();
        List<String> command = new ArrayList<>(List.of(ENGINE.split(" ")));
        for (String path : List.of(jdk.home().toString(), Jdk.CLASS_PATH, fence)) {
            command.addAll(List.of("-v", path + ":" + path + ":ro"));
        }
        command.addAll(List.of("-w", Path.of("").toAbsolutePath().toString(), IMAGE));
        command.addAll(List.of(jdk.java(), "-cp", Jdk.CLASS_PATH, ContainerMain.class.getName(), fence));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.lines().toList();
    }

    private static Map<String, Outcome> results(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("|"))
                .map(ProbeResult::parse)
                .collect(Collectors.toMap(ProbeResult::probe, ProbeResult::outcome, (first, second) -> first));
    }

    private static List<String> reached(Map<String, Outcome> results) {
        return results.keySet().stream()
                .filter(probe -> results.get(probe) == Outcome.REACHED)
                .sorted()
                .toList();
    }
}
