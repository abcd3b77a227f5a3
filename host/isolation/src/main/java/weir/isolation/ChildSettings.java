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
 * @param isForCommand whether a command waits for the process: it then has the priority and the control group of the command, and
 *     compiles fully. A process of the host has a low priority or a control group of its own, and starts fast
 */
public record ChildSettings(
        List<Path> classPath, Path directory, int heapMib, Duration callLimit, boolean isForCommand) {

    /** The settings of a process of the host. */
    public ChildSettings(List<Path> classPath, Path directory, int heapMib, Duration callLimit) {
        this(classPath, directory, heapMib, callLimit, false);
    }

    public ChildSettings {
        classPath = List.copyOf(classPath);
    }
}
