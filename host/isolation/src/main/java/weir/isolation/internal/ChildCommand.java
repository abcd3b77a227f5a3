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
import weir.isolation.Placement;

/** The command lines of child processes. */
final class ChildCommand {

    private static final String FENCE = "weir.runner.fence.Fence";
    private static final String RUNNER = "weir.runner.Runner";

    /**
     * Without a control group. With 19, a child on a busy machine does not even start within 30 s; with 5, busy threads of a strategy
     * displace the host.
     */
    private static final List<String> NICE = List.of("-n", "10");

    /** Classes, compiled code, stacks of up to 70 threads and the JVM itself: 220 MiB if a strategy fills each limit below. */
    static final int MEMORY_OUTSIDE_HEAP_MIB = 256;

    /** A JVM has its modules, the class path and three pipes open. */
    private static final int MAX_OPEN_FILES = 1_024;

    /** A shell adds variables such as PWD to the environment. */
    private static final String WITHOUT_VARIABLES = "/usr/bin/env -i";

    private ChildCommand() {}

    /**
     * The command of a placement.
     *
     * @param processes file of a control group for the process; empty if there is none
     * @throws ChildException if the level is not possible on this machine
     */
    static List<String> of(
            Placement placement, ChildSettings settings, FenceSelection fences, Optional<Path> processes) {
        List<String> command =
                new ArrayList<>(processes.map(ChildCommand::inGroup).orElseGet(() -> priority(settings)));
        switch (placement.level()) {
            case HOST -> throw new IllegalArgumentException("no child process");
            case EXTERNAL -> {
                // The limits are a matter of the command.
                command = new ArrayList<>(placement.wrapper());
                command.addAll(runner(ownJdk(), settings, List.of()));
            }
            case SEPARATE -> command.addAll(limited(settings, "", runner(ownJdk(), settings, List.of())));
            case FENCED -> {
                switch (fences.require()) {
                    case LANDLOCK -> {
                        Path jdk = FenceJdk.find().orElseThrow(() -> new ChildException("the newer JDK was removed"));
                        command.addAll(landlock(jdk, settings, runner(jdk, settings, List.of("fenced"))));
                    }
                    case BUBBLEWRAP -> {
                        Path jdk = ownJdk();
                        List<String> arguments = FenceJdk.isNewEnough(jdk) ? List.of("fenced") : List.of();
                        command.addAll(bubblewrap(jdk, settings, runner(jdk, settings, arguments)));
                    }
                }
            }
        }
        return command;
    }

    /** A program that does nothing, with the options of a child's JVM. */
    static List<String> version(Path home, ChildSettings settings) {
        List<String> program = jvm(home, settings);
        program.add("-version");
        return program;
    }

    static Path ownJdk() {
        return Path.of(System.getProperty("java.home"));
    }

    static Optional<Path> nice() {
        return List.of(Path.of("/usr/bin/nice"), Path.of("/bin/nice")).stream()
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static List<String> priority(ChildSettings settings) {
        List<String> command = new ArrayList<>();
        if (settings.isForCommand()) {
            return command;
        }
        nice().ifPresent(nice -> {
            command.add(nice.toString());
            command.addAll(NICE);
        });
        return command;
    }

    /** Begins a command that enters a control group before it starts anything. */
    private static List<String> inGroup(Path processes) {
        return List.of("/bin/sh", "-c", "echo $$ > \"$0\" && exec \"$@\"", processes.toString());
    }

    /**
     * A program with limits of memory outside of files, of open files, and without core dumps. If the machine's memory is used up, the
     * kernel ends it before others.
     *
     * @param redirections of the program's descriptors
     */
    private static List<String> limited(ChildSettings settings, String redirections, List<String> program) {
        String script = "{ echo 1000 > /proc/self/oom_score_adj; } 2>/dev/null; ulimit -c 0 && ulimit -n "
                + MAX_OPEN_FILES + " && ulimit -d " + (memoryMib(settings) << 10) + " && exec " + WITHOUT_VARIABLES
                + " \"$@\""
                + redirections;
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "weir"));
        command.addAll(program);
        return command;
    }

    /** Most memory of a child. */
    static int memoryMib(ChildSettings settings) {
        return settings.heapMib() + MEMORY_OUTSIDE_HEAP_MIB;
    }

    static List<String> bubblewrap(Path home, ChildSettings settings, List<String> program) {
        return limited(
                settings,
                " 3< '" + Bubblewrap.filter(settings).toString().replace("'", "'\\''") + "'",
                Bubblewrap.command(home, settings, program));
    }

    static List<String> landlock(Path home, ChildSettings settings, List<String> program) {
        List<String> command = new ArrayList<>(List.of(
                java(home),
                "-Xmx16m",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:CompressedClassSpaceSize=16m", // leaves addresses below the limit that the fence sets
                "-XX:ReservedCodeCacheSize=8m",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(settings),
                FENCE,
                "--parent",
                String.valueOf(ProcessHandle.current().pid()),
                "--memory",
                String.valueOf(memoryMib(settings)),
                "--read"));
        settings.classPath().forEach(path -> command.add(path.toString()));
        FenceJdk.linked(home).forEach(path -> command.add(path.toString()));
        command.add("--execute");
        command.add(home.toString());
        command.add("--");
        command.addAll(program);
        return command;
    }

    private static List<String> runner(Path home, ChildSettings settings, List<String> arguments) {
        List<String> command = jvm(home, settings);
        if (!arguments.isEmpty()) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", classPath(settings), RUNNER));
        command.addAll(arguments);
        return command;
    }

    private static List<String> jvm(Path home, ChildSettings settings) {
        List<String> command = new ArrayList<>(List.of(
                java(home),
                "-Xmx" + settings.heapMib() + "m",
                "-Xms" + Math.min(settings.heapMib(), settings.isForCommand() ? 32 : 8) + "m",
                "-Xss512k",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:MaxMetaspaceSize=48m",
                "-XX:CompressedClassSpaceSize=16m",
                "-XX:ReservedCodeCacheSize=" + (settings.isForCommand() ? 48 : 24) + "m",
                "-XX:MaxDirectMemorySize=8m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+DisplayVMOutputToStderr", // standard output is for frames
                "-Xlog:disable",
                "-Xlog:all=warning:stderr",
                "-XX:+DisableAttachMechanism",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null",
                "-Djava.awt.headless=true"));
        if (!settings.isForCommand()) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        return command;
    }

    static String java(Path home) {
        return home.resolve("bin/java").toString();
    }

    static String classPath(ChildSettings settings) {
        return settings.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
