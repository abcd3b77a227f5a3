package weir.itest.isolation;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import weir.itest.probe.ProbeMain;

/**
 * The commands that run all probes in a JVM with and without the fence.
 *
 * @param newest the JDK that applies the fence
 * @param fence class path of the fence
 */
record FencedJvm(Jdk newest, String fence) {

    private static final String FENCE = "weir.runner.fence.Fence";

    /** Options for a JVM within the fence's limits. Its warnings do not get between the results. */
    private static final List<String> SMALL_JVM = List.of(
            "-XX:CompressedClassSpaceSize=16m",
            "-XX:ReservedCodeCacheSize=24m",
            "-Xlog:disable",
            "-Xlog:all=warning:stderr");

    /** The class path of the fence in this process. */
    static String fenceOfThisProcess() throws ClassNotFoundException, URISyntaxException {
        return Path.of(Class.forName(FENCE)
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }

    /** Runs the probes in the fence. */
    List<String> fenced(Jdk child) throws IOException {
        List<String> command = new ArrayList<>(List.of(newest.java(), "--enable-native-access=ALL-UNNAMED", "-Xmx16m"));
        command.addAll(SMALL_JVM);
        command.addAll(List.of("-cp", fence, FENCE));
        command.addAll(
                List.of("--parent", String.valueOf(ProcessHandle.current().pid()), "--memory", "300"));
        command.addAll(List.of("--read", Jdk.CLASS_PATH, fence, "--execute"));
        command.addAll(List.of(child.home().toString(), newest.home().toString()));
        command.addAll(librariesOfThisJvm());
        command.add("--");
        command.addAll(open(child));
        if (child.equals(newest)) {
            command.add(FENCE);
        }
        return command;
    }

    /** The fence permits the libraries of the newest JDK, and the host's one may need others. */
    private static Set<String> librariesOfThisJvm() throws IOException {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return mappings.filter(line -> line.contains(".so") && line.contains(" /"))
                    .map(line -> line.substring(line.indexOf(" /") + 1))
                    .collect(Collectors.toSet());
        }
    }

    /** Runs the probes without the fence. */
    List<String> open(Jdk jdk) {
        List<String> command = new ArrayList<>(List.of(
                jdk.java(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:+DisableAttachMechanism",
                "-XX:-UsePerfData",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(SMALL_JVM);
        command.addAll(List.of("-cp", Jdk.CLASS_PATH + ":" + fence, ProbeMain.class.getName()));
        return command;
    }
}
