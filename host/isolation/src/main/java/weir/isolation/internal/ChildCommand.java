package weir.isolation.internal;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import weir.isolation.ChildException;
import weir.isolation.ChildSettings;
import weir.isolation.Level;
import weir.isolation.Placement;

/** The command lines of child processes. */
final class ChildCommand {

    private static final String FENCE = "weir.runner.fence.Fence";
    private static final String RUNNER = "weir.runner.Runner";

    /**
     * Limit of a fenced process's addresses: all memory, also outside the heap, and the stacks of its threads. A JVM with the options
     * below reserves 1.2 GiB, most of which it never uses; the rest is enough for about 1,500 threads.
     */
    private static final int ADDRESSES_MIB = 2_048;

    /** So that a strategy gets only CPU time that the host does not need. */
    private static final List<String> NICE = List.of("-n", "5");

    private ChildCommand() {}

    /** @throws ChildException if the level is not possible on this machine */
    static List<String> of(Placement placement, ChildSettings settings) {
        List<String> command = new ArrayList<>(placement.wrapper());
        switch (placement.level()) {
            case HOST -> throw new IllegalArgumentException("no child process");
            case SEPARATE, EXTERNAL -> {
                command.addAll(placement.level() == Level.SEPARATE ? lowPriority() : List.of());
                command.addAll(runner(Path.of(System.getProperty("java.home")), settings, List.of()));
            }
            case FENCED -> {
                Path home = requireFenceJdk();
                command.addAll(lowPriority());
                command.addAll(fence(home, settings, runner(home, settings, List.of("fenced"))));
            }
        }
        return command;
    }

    /** A command that applies the fence and ends with exit code 0, or with a message. */
    static List<String> fenceCheck(ChildSettings settings) {
        Path home = requireFenceJdk();
        // The options of the runner that bound what a JVM reserves: by default it is more than the limit of addresses.
        return fence(
                home,
                settings,
                List.of(
                        java(home),
                        "-Xmx16m",
                        "-Xshare:auto",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:CompressedClassSpaceSize=16m",
                        "-XX:ReservedCodeCacheSize=24m",
                        "-version"));
    }

    static Optional<Path> nice() {
        return List.of(Path.of("/usr/bin/nice"), Path.of("/bin/nice")).stream()
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static List<String> lowPriority() {
        List<String> command = new ArrayList<>();
        nice().ifPresent(nice -> {
            command.add(nice.toString());
            command.addAll(NICE);
        });
        return command;
    }

    private static Path requireFenceJdk() {
        return FenceJdk.find()
                .orElseThrow(
                        () -> new ChildException("the fence needs JDK 22 or newer, and there is none in /usr/lib/jvm."
                                + " Install one there, or set WEIR_NEWEST_JAVA_HOME to its directory"));
    }

    private static List<String> fence(Path home, ChildSettings settings, List<String> program) {
        List<String> command = new ArrayList<>(List.of(
                java(home),
                "-Xmx16m",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(settings),
                FENCE,
                "--addresses=" + ADDRESSES_MIB,
                "--read"));
        settings.classPath().forEach(path -> command.add(path.toString()));
        command.add("--execute");
        command.add(home.toString());
        command.add("--");
        command.addAll(program);
        return command;
    }

    private static List<String> runner(Path home, ChildSettings settings, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                java(home),
                "-Xmx" + settings.heapMib() + "m",
                "-Xms8m",
                "-Xss512k",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:MaxMetaspaceSize=48m",
                "-XX:CompressedClassSpaceSize=16m",
                "-XX:ReservedCodeCacheSize=24m",
                "-XX:MaxDirectMemorySize=8m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+DisplayVMOutputToStderr", // standard output is for frames
                "-XX:+DisableAttachMechanism",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null",
                "-Djava.awt.headless=true"));
        if (!arguments.isEmpty()) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", classPath(settings), RUNNER));
        command.addAll(arguments);
        return command;
    }

    private static String java(Path home) {
        return home.resolve("bin/java").toString();
    }

    private static String classPath(ChildSettings settings) {
        return settings.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
