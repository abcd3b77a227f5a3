package weir.router.internal.table;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.router.RouteChange;
import weir.router.RouterListener;
import weir.router.StrategyEvent;

/**
 * Calls the router's listeners in the order of the changes on one thread, which ends after ten seconds without a change. A new listener
 * first gets the changes of serving versions since the start, the newest {@value #MAX_PAST} of them. Thread-safe.
 */
@Component(service = ListenerNotifier.class)
public final class ListenerNotifier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerNotifier.class);

    static final int MAX_PAST = 256;

    private final List<RouterListener> listeners = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor executor;

    /** For the executor's thread, as {@link #informed}. */
    private final Deque<RouteChange> past = new ArrayDeque<>();

    /** The listeners that have the past changes. */
    private final Set<RouterListener> informed = Collections.newSetFromMap(new IdentityHashMap<>());

    @Activate
    public ListenerNotifier() {
        executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread daemon = new Thread(task, "weir router events");
            daemon.setDaemon(true);
            return daemon;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(RouterListener listener) {
        listeners.add(listener);
        notifyListeners(each -> {}); // The new one gets the past changes.
    }

    void removeListener(RouterListener listener) {
        listeners.remove(listener);
    }

    @Deactivate
    @Override
    public void close() {
        executor.shutdown();
    }

    void strategyChanged(StrategyEvent event) {
        notifyListeners(listener -> listener.strategyChanged(event));
    }

    void servingChanged(RouteChange change) {
        run(() -> {
            forEachListener(listener -> listener.servingChanged(change));
            past.addLast(change);
            if (past.size() > MAX_PAST) {
                past.removeFirst();
            }
        });
    }

    void routesChanged() {
        notifyListeners(RouterListener::routesChanged);
    }

    private void notifyListeners(Consumer<RouterListener> call) {
        run(() -> forEachListener(call));
    }

    private void run(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            LOG.debug("Listeners miss an event, because the host is stopping or cannot start a thread", e);
        }
    }

    private void forEachListener(Consumer<RouterListener> call) {
        informed.retainAll(listeners);
        listeners.forEach(listener -> {
            if (informed.add(listener)) {
                past.forEach(change -> tryCall(listener, each -> each.servingChanged(change)));
            }
            tryCall(listener, call);
        });
    }

    private static void tryCall(RouterListener listener, Consumer<RouterListener> call) {
        try {
            call.accept(listener);
        } catch (RuntimeException | Error e) {
            LOG.warn("Router listener {} failed", listener.getClass(), e);
        }
    }
}
