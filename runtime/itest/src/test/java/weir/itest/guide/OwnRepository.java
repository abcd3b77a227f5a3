package weir.itest.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Maven repository that knows what this machine's has downloaded already, by links, but nothing of Weir: that must come from
 * the guide's own steps. Closing it removes the links, so that nobody who deletes the folder follows them.
 */
final class OwnRepository implements AutoCloseable {

    private final Path folder;

    OwnRepository(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        // Surefire says where the build that runs this test has its repository.
        Path machines =
                Path.of(System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository"));
        for (Path group : list(machines)) {
            if (Files.isDirectory(group) && !group.endsWith("weir")) {
                Files.createSymbolicLink(folder.resolve(group.getFileName()), group);
            }
        }
    }

    /** The option that has Maven use it. */
    String option() {
        return "-Dmaven.repo.local=" + folder;
    }

    @Override
    public void close() throws IOException {
        for (Path entry : list(folder)) {
            if (Files.isSymbolicLink(entry)) {
                Files.delete(entry);
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }
}
