package weir.console.internal.admin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Component;
import weir.installer.InstallerListener;
import weir.installer.PluginStatus;
import weir.router.RouterListener;
import weir.router.StrategyEvent;

/** Waits for a state of routes and plugins. Checks it again when the router or the installer reports a change. Thread-safe. */
@Component(service = {StateMonitor.class, RouterListener.class, InstallerListener.class})
public final class StateMonitor implements RouterListener, InstallerListener {

    /** Each change starts the next phase. */
    private final Phaser changes = new Phaser(1);

    /**
     * Blocks until the state is reached.
     *
     * @param state returns a value once the state is reached; called on the waiting thread, now and after each change
     * @return the value; empty after the timeout or if the thread is interrupted
     */
    public <T> Optional<T> await(Supplier<Optional<T>> state, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (true) {
                int phase = changes.getPhase();
                Optional<T> value = state.get();
                if (value.isPresent()) {
                    return value;
                }
                changes.awaitAdvanceInterruptibly(phase, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException e) {
            return state.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void strategyChanged(StrategyEvent event) {
        changed();
    }

    @Override
    public void routesChanged() {
        changed();
    }

    @Override
    public void pluginsChanged(List<PluginStatus> plugins) {
        changed();
    }

    /** Wakes the waiting threads: a state may have changed. */
    public synchronized void changed() {
        changes.arrive();
    }
}
