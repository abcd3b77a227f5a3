package weir.isolation.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import weir.isolation.ChildException;
import weir.isolation.ChildSettings;
import weir.isolation.Level;
import weir.isolation.Placement;
import weir.isolation.internal.BatchProcess;
import weir.isolation.internal.ChildPool;

/** Finds out whether child processes can be fenced or started on this machine, without a host. */
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
        return attempt(classPath, pool -> pool.problem(Level.FENCED));
    }

    /**
     * Starts a child process at a level and waits for its first answer, at most thirty seconds.
     *
     * @param placement its level; {@link Level#EXTERNAL} with the operator's command
     * @param classPath the JARs of child processes
     * @return why the process does not start or answer; empty if it does
     * @throws IOException if no temporary directory can be created
     */
    public static Optional<String> problem(Placement placement, List<Path> classPath) throws IOException {
        return attempt(classPath, pool -> {
            try {
                BatchProcess.tryStart(placement, pool);
                return Optional.empty();
            } catch (ChildException e) {
                return Optional.of(e.getMessage());
            }
        });
    }

    private static Optional<String> attempt(List<Path> classPath, Function<ChildPool, Optional<String>> attempt)
            throws IOException {
        Path temporary = Files.createTempDirectory("weir-fence");
        // The filter of bubblewrap is beside the working directory.
        Path empty = temporary.resolve("empty");
        try {
            Files.createDirectory(empty);
            ChildSettings settings = new ChildSettings(classPath, empty, 16, Duration.ofSeconds(1), true);
            try (ChildPool pool = new ChildPool(settings, System::nanoTime)) {
                return attempt.apply(pool);
            }
        } finally {
            Files.deleteIfExists(empty);
            Files.deleteIfExists(temporary);
        }
    }
}
