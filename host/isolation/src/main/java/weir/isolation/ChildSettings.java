package weir.isolation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How child processes are started.
 *
 * @param classPath the runner and the API of strategies
 * @param directory working directory, which stays empty
 * @param heapMib maximum size of the heap
 * @param callLimit longest call, if its caller does not interrupt it earlier; the process is killed then
 */
public record ChildSettings(List<Path> classPath, Path directory, int heapMib, Duration callLimit) {

    public ChildSettings {
        classPath = List.copyOf(classPath);
    }
}
