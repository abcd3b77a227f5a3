package weir.router.internal.table;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.RouterListener;
import weir.router.StrategyEvent;

/** Tells listeners of changes, in order, on a thread that exists only while there is something to tell. Thread-safe. */
public final class ListenerNotifier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerNotifier.class);

    private final List<RouterListener> listeners;
    private final ThreadPoolExecutor thread;

    /** @param listeners a live list, safe to iterate while it changes */
    public ListenerNotifier(List<RouterListener> listeners) {
        this.listeners = listeners;
        this.thread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread daemon = new Thread(task, "weir router events");
            daemon.setDaemon(true);
            return daemon;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    @Override
    public void close() {
        thread.shutdown();
    }

    void strategyChanged(StrategyEvent event) {
        tell(listener -> listener.strategyChanged(event));
    }

    void routesChanged() {
        tell(RouterListener::routesChanged);
    }

    private void tell(Consumer<RouterListener> call) {
        try {
            thread.execute(() -> listeners.forEach(listener -> {
                try {
                    call.accept(listener);
                } catch (RuntimeException | Error e) {
                    LOG.warn("Router listener {} failed", listener.getClass(), e);
                }
            }));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            LOG.debug("an event is lost: the host stops, or has no thread", e);
        }
    }
}
