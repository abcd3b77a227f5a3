package weir.isolation.batch;

import java.io.IOException;
import java.util.Optional;
import weir.isolation.ChildException;
import weir.isolation.ChildSettings;
import weir.isolation.Level;
import weir.isolation.RemoteComponent;
import weir.isolation.internal.BatchProcess;
import weir.isolation.internal.ChildPool;

/** Starts child processes of a command. Thread-safe. Closing it kills those that still run. */
public final class StrategyProcesses implements AutoCloseable {

    private final ChildSettings settings;
    private final ChildPool pool;

    /** @param settings {@link ChildSettings#callLimit} is the longest time for one query */
    public StrategyProcesses(ChildSettings settings) {
        this.settings = settings;
        this.pool = new ChildPool(settings, System::nanoTime);
    }

    /** Why no child process can be started at a level on this machine, with the remedy; empty if it can. May take a second. */
    public Optional<String> problem(Level level) {
        return pool.problem(level);
    }

    /**
     * Starts a process, which creates no instance yet.
     *
     * @throws ChildException if the process does not start
     * @throws IOException if the JAR of the component cannot be read, or is too large
     */
    public StrategyProcess start(RemoteComponent component) throws IOException {
        return BatchProcess.start(component, settings, pool);
    }

    @Override
    public void close() {
        pool.close();
    }
}
