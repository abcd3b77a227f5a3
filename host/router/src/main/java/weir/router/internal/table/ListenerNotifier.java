package weir.router.internal.table;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.RouteChange;
import weir.router.RouterListener;
import weir.router.StrategyEvent;

/** Calls the router's listeners in the order of the changes on one thread, which ends after ten seconds without a change. Thread-safe. */
public final class ListenerNotifier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerNotifier.class);

    private final List<RouterListener> listeners;
    private final ThreadPoolExecutor executor;

    /** @param listeners listeners; the list may change and must be safe to iterate at the same time */
    public ListenerNotifier(List<RouterListener> listeners) {
        this.listeners = listeners;
        this.executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread daemon = new Thread(task, "weir router events");
            daemon.setDaemon(true);
            return daemon;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void close() {
        executor.shutdown();
    }

    void strategyChanged(StrategyEvent event) {
        notifyListeners(listener -> listener.strategyChanged(event));
    }

    void servingChanged(RouteChange change) {
        notifyListeners(listener -> listener.servingChanged(change));
    }

    void routesChanged() {
        notifyListeners(RouterListener::routesChanged);
    }

    private void notifyListeners(Consumer<RouterListener> call) {
        try {
            executor.execute(() -> listeners.forEach(listener -> {
                try {
                    call.accept(listener);
                } catch (RuntimeException | Error e) {
                    LOG.warn("Router listener {} failed", listener.getClass(), e);
                }
            }));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            LOG.debug("Listeners miss an event, because the host is stopping or cannot start a thread", e);
        }
    }
}
