package weir.itest.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Maven repository with links to everything that this machine's repository contains, except Weir, which the steps of the guide must
 * install. {@link #close} removes the links, so that deleting the folder does not follow them.
 */
final class IsolatedRepository implements AutoCloseable {

    private final Path folder;

    IsolatedRepository(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        // Surefire passes the repository of the build that runs this test.
        Path local =
                Path.of(System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository"));
        for (Path group : list(local)) {
            if (Files.isDirectory(group) && !group.endsWith("weir")) {
                Files.createSymbolicLink(folder.resolve(group.getFileName()), group);
            }
        }
    }

    /** The option that makes Maven use it. */
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
