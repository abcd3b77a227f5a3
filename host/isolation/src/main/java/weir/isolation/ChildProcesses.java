package weir.isolation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Runs strategies in child processes, one per publisher and level. Thread-safe. */
@ProviderType
public interface ChildProcesses extends AutoCloseable {

    /**
     * Creates an instance of a strategy in the child process of its publisher, and starts the process if necessary. The process ends with
     * its last instance. If the process ends unexpectedly, it is started again and the instance is created in it again.
     *
     * @param properties of the component; text, numbers, booleans, and lists or arrays of them
     * @throws ChildException if the process does not start, or the strategy's constructor or activation fails
     */
    RemoteStrategy create(RemoteComponent component, Map<String, Object> properties);

    /** The child processes that are needed now, also those that are being started again. */
    List<ChildStatus> status();

    /**
     * Why no child process can be started at a level on this machine, with the remedy; empty if it can. A call may take a second,
     * because it tries; after a success, later ones return at once.
     */
    Optional<String> problem(Level level);

    /** What the limits of child processes do not cover on this machine, one sentence each. */
    List<String> missingLimits();

    /** Kills the processes. Called by the owner; users of the service close their instances. */
    @Override
    void close();
}
