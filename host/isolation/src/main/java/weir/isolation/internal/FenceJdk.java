package weir.isolation.internal;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** Finds the JDK for fenced processes: the fence needs the Foreign Function API, which JDK 22 and newer have. */
final class FenceJdk {

    private static final int MIN_VERSION = 22;
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    private FenceJdk() {}

    /** The JDK of this process if it is new enough; otherwise the one of the variable, or the newest in {@code /usr/lib/jvm}. */
    static Optional<Path> find() {
        Stream<Path> preferred = Stream.of(
                        System.getProperty("java.home"), System.getenv().getOrDefault("WEIR_NEWEST_JAVA_HOME", ""))
                .filter(home -> !home.isEmpty())
                .map(Path::of);
        return Stream.concat(preferred, installed().stream())
                .filter(FenceJdk::isNewEnough)
                .findFirst();
    }

    /** Whether a JDK can apply filters of system calls itself. */
    static boolean isNewEnough(Path home) {
        return version(home) >= MIN_VERSION;
    }

    /** The files and directories outside of a JDK to which it has links. Packages of Debian keep the configuration below {@code /etc}. */
    static List<Path> linked(Path home) {
        try (Stream<Path> entries = Files.walk(home, 3)) {
            return entries.filter(Files::isSymbolicLink)
                    .map(FenceJdk::target)
                    .filter(target -> Files.exists(target) && !target.startsWith(home))
                    .distinct()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static Path target(Path link) {
        try {
            return link.resolveSibling(Files.readSymbolicLink(link)).normalize();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> installed() {
        if (!Files.isDirectory(INSTALLED)) {
            return List.of();
        }
        try (Stream<Path> homes = Files.list(INSTALLED)) {
            return homes.sorted(Comparator.comparing(FenceJdk::version).reversed())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The version in the JDK's release file; 0 if it is none. */
    private static int version(Path home) {
        Properties release = new Properties();
        try (Reader in = Files.newBufferedReader(home.resolve("release"))) {
            release.load(in);
            return Integer.parseInt(
                    release.getProperty("JAVA_VERSION", "0").replace("\"", "").split("\\D")[0]);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return 0;
        }
    }
}
