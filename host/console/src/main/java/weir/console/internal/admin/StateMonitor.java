package weir.console.internal.admin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Component;
import weir.installer.InstallerListener;
import weir.installer.PluginStatus;

/** Waits for states of routes and plugins. Notifications of the router and the installer end the wait. Thread-safe. */
@Component(service = {StateMonitor.class, InstallerListener.class})
public final class StateMonitor implements InstallerListener {

    /** Until the router notifies, the state is looked at this often. */
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private long changes;

    /**
     * Blocks until a state is reached.
     *
     * @param state returns a value in this state; called on the calling thread, at first and after each change
     * @return the value; empty if the timeout passes or the thread is interrupted before
     */
    public <T> Optional<T> await(Supplier<Optional<T>> state, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            long seen = changes();
            Optional<T> value = state.get();
            if (value.isPresent() || !awaitChange(seen, deadline)) {
                return value;
            }
        }
    }

    @Override
    public void pluginsChanged(List<PluginStatus> plugins) {
        changed();
    }

    /** Tells the waiting threads that a state may have changed. */
    public synchronized void changed() {
        changes++;
        notifyAll();
    }

    private synchronized long changes() {
        return changes;
    }

    /** Returns false if the deadline has passed or the thread is interrupted. */
    private synchronized boolean awaitChange(long seen, long deadline) {
        long left = deadline - System.nanoTime();
        try {
            if (changes == seen && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, POLL_NANOS));
            }
            return left > 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
