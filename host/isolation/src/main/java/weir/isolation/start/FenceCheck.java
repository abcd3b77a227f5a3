package weir.isolation.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import weir.isolation.ChildSettings;
import weir.isolation.Level;
import weir.isolation.internal.ChildPool;

/** Finds out whether child processes can be fenced on this machine, without a host. */
public final class FenceCheck {

    private FenceCheck() {}

    /**
     * Starts a program in the fence and waits for it, at most ten seconds.
     *
     * @param classPath the JARs of child processes
     * @return why the fence is not possible; empty if it is
     * @throws IOException if no temporary directory can be created
     */
    public static Optional<String> problem(List<Path> classPath) throws IOException {
        Path temporary = Files.createTempDirectory("weir-fence");
        // The filter of bubblewrap is beside the working directory.
        Path empty = temporary.resolve("empty");
        try {
            Files.createDirectory(empty);
            ChildSettings settings = new ChildSettings(classPath, empty, 16, Duration.ofSeconds(1), true);
            try (ChildPool pool = new ChildPool(settings, System::nanoTime)) {
                return pool.problem(Level.FENCED);
            }
        } finally {
            Files.deleteIfExists(empty);
            Files.deleteIfExists(temporary);
        }
    }
}
