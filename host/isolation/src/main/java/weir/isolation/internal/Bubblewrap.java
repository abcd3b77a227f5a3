package weir.isolation.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import weir.isolation.ChildException;
import weir.isolation.ChildSettings;

/**
 * The fence by the program bubblewrap, for machines without a JDK that can apply Landlock. The process gets namespaces of its own with the
 * JDK, the directories of the C library and the JARs, all read-only, and the same filter of system calls.
 */
final class Bubblewrap {

    private static final Path PROGRAM = Path.of("/usr/bin/bwrap");
    private static final String FILTER = "weir.runner.fence.FilterFile";

    /** The loaders of the C library, whose names are in each program. */
    private static final List<String> LOADERS = List.of(
            "/lib64/ld-linux-x86-64.so.2",
            "/lib/ld-linux-aarch64.so.1",
            "/lib/ld-musl-x86_64.so.1",
            "/lib/ld-musl-aarch64.so.1");

    private static final List<String> DEVICES = List.of("/dev/null", "/dev/random", "/dev/urandom");

    private Bubblewrap() {}

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /** The command that writes the filter of system calls to {@link #filter}. */
    static List<String> filterCommand(Path home, ChildSettings settings) {
        return List.of(
                ChildCommand.java(home),
                "-Xmx16m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ChildCommand.classPath(settings),
                FILTER,
                filter(settings).toString());
    }

    /** The file with the filter. It is beside the working directory, which stays empty. */
    static Path filter(ChildSettings settings) {
        return settings.directory().resolveSibling(settings.directory().getFileName() + ".filter");
    }

    static void removeFilter(ChildSettings settings) {
        try {
            Files.deleteIfExists(filter(settings));
        } catch (IOException e) {
            // It is written again before it is used.
        }
    }

    /** The command that becomes a program in the fence. It reads {@link #filter} from descriptor 3. */
    static List<String> command(Path home, ChildSettings settings, List<String> program) {
        List<String> command = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "--unshare-all",
                "--die-with-parent",
                "--new-session",
                "--clearenv",
                "--cap-drop",
                "ALL",
                "--as-pid-1", // bubblewrap's own first process needs system calls that the filter does not permit
                "--seccomp",
                "3"));
        settings.classPath().forEach(jar -> bind(command, jar.toString(), jar.toString()));
        bind(command, home.toString(), home.toString());
        FenceJdk.linked(home).forEach(each -> bind(command, each.toString(), each.toString()));
        for (Path directory : libraryDirectories()) {
            bind(command, directory.toString(), directory.toString());
            // On systems where /lib is a link to /usr/lib.
            if (directory.startsWith("/usr/lib")) {
                bind(command, directory.toString(), directory.toString().substring("/usr".length()));
            }
        }
        String loader = LOADERS.stream()
                .filter(each -> Files.exists(Path.of(each)))
                .findFirst()
                .orElseThrow(
                        () -> new ChildException("the loader of the C library is in none of the places " + LOADERS));
        bind(command, loader, loader);
        command.addAll(List.of("--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"));
        DEVICES.forEach(device -> command.addAll(List.of("--dev-bind", device, device)));
        command.addAll(List.of("--remount-ro", "/", "--chdir", "/", "--"));
        // Without /proc, a program does not find libraries beside itself.
        command.addAll(List.of(loader, "--library-path", home.resolve("lib").toString()));
        command.addAll(program);
        return command;
    }

    private static void bind(List<String> command, String source, String target) {
        command.addAll(List.of("--ro-bind", source, target));
    }

    /** Directories of the libraries that this JVM has loaded from the system. The child's one needs the same. */
    private static Set<Path> libraryDirectories() {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            Set<Path> directories = new TreeSet<>();
            mappings.map(line -> line.split(" +", 6))
                    .filter(fields -> fields.length == 6 && fields[1].startsWith("r-x") && fields[5].contains(".so"))
                    .map(fields -> Path.of(fields[5]).getParent())
                    .filter(directory -> (directory.startsWith("/usr/lib") || directory.startsWith("/lib"))
                            && !directory.startsWith("/usr/lib/jvm"))
                    .forEach(directories::add);
            return directories;
        } catch (IOException | UncheckedIOException e) {
            throw new ChildException("the libraries of the host are not known: " + e);
        }
    }
}
