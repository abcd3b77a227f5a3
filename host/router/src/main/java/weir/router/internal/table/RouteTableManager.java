package weir.router.internal.table;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.Version;
import weir.router.RouteStatus;
import weir.router.Routes.Change;
import weir.router.StrategyEvent;
import weir.router.StrategyState;
import weir.router.internal.audit.ChangeLog;
import weir.router.internal.config.Route;
import weir.router.internal.instance.InstanceId;
import weir.router.internal.instance.StrategyInstance;

/**
 * Owns the {@link RouteTable} in force. Reading it takes no lock. A change of the routes or of an instance's state builds a new table
 * under a lock and replaces the reference; queries without a serving instance wait here for that. Thread-safe.
 */
public final class RouteTableManager implements StrategyInstance.Listener {

    private static final int MAX_WAITING_QUERIES = 256;

    private final ChangeLog changes;
    private final SelectionStore selections;
    private final ListenerNotifier notifier;
    private final Scheduler scheduler;
    private final Semaphore waiting = new Semaphore(MAX_WAITING_QUERIES);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<StrategyInstance> instances = new ArrayList<>();
    private Map<String, RouteState> states = new HashMap<>();
    private List<Route> routes = List.of();
    private boolean isClosing;
    private volatile RouteTable table = RouteTable.EMPTY;

    public RouteTableManager(
            ChangeLog changes, SelectionStore selections, ListenerNotifier notifier, Scheduler scheduler) {
        this.changes = changes;
        this.selections = selections;
        this.notifier = notifier;
        this.scheduler = scheduler;
    }

    RouteTable table() {
        return table;
    }

    public List<RouteStatus> status() {
        return table.entries().stream().map(RouteTable.Entry::status).toList();
    }

    /** Replaces all routes. */
    public void setRoutes(List<Route> wanted) {
        change(() -> {
            routes = List.copyOf(wanted);
            Map<String, RouteState> kept = new HashMap<>();
            for (Route route : wanted) {
                RouteState before = states.get(route.id());
                kept.put(route.id(), before == null ? newState(route.id()) : before);
            }
            states = kept;
        });
        notifier.routesChanged();
    }

    /** Puts an instance's new state in force. A draining instance gets no new queries after this has returned. */
    @Override
    public void changed(StrategyInstance instance, StrategyState state, String reason) {
        InstanceId id = instance.id();
        StrategyEvent event = new StrategyEvent(id.route(), id.strategy(), id.version(), id.bundleId(), state, reason);
        change(Optional.of(event), () -> {
            if (state == StrategyState.GONE) {
                instances.remove(instance);
            } else if (!instances.contains(instance)) {
                instances.add(instance);
            }
        });
    }

    /** Ends the selection of an uninstalled bundle's version on every route. */
    public void uninstalled(long bundleId) {
        change(() -> states.values().forEach(state -> state.uninstalled(bundleId)));
    }

    /** From now on no change is recorded: the end of the host changes no selection. */
    public void close() {
        lock.lock();
        isClosing = true;
        lock.unlock();
    }

    /** Whether the instance of a configuration is ready. */
    public boolean isReady(String configurationPid) {
        lock.lock();
        try {
            return instances.stream()
                    .anyMatch(instance -> instance.isReady()
                            && instance.id()
                                    .configuration()
                                    .filter(configurationPid::equals)
                                    .isPresent());
        } finally {
            lock.unlock();
        }
    }

    /** Versions of a strategy that are ready for a route, whether in its range or not. */
    List<Version> healthyVersions(String routeId, String strategy) {
        lock.lock();
        try {
            return instances.stream()
                    .filter(instance -> instance.id().isFor(routeId, strategy) && instance.isReady())
                    .map(StrategyInstance::version)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a serving instance.
     *
     * @param seen the table in which none serves
     * @param entry the route's entry there
     * @param latest when to give up at the latest, by the monotonic clock
     * @return {@code false} if the table has not changed in time
     */
    boolean awaitServing(RouteTable seen, RouteTable.Entry entry, long latest) {
        long until = Math.min(entry.state().graceDeadline(), latest);
        if (!waiting.tryAcquire()) {
            return false;
        }
        lock.lock();
        try {
            while (table == seen) {
                long left = until - scheduler.nanoTime();
                if (left <= 0) {
                    return false;
                }
                changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
            waiting.release();
        }
    }

    private RouteState newState(String id) {
        RouteState state = new RouteState(id, selections.selected(id), scheduler);
        scheduleFailover();
        return state;
    }

    /** When the failback window ends, another version may serve. */
    private void scheduleFailover() {
        scheduler.schedule(RouteState.FAILBACK_WINDOW, () -> {
            if (table.entries().stream().anyMatch(RouteTable.Entry::isWaitingForSelected)) {
                change(() -> {});
            }
        });
    }

    private void change(Runnable edit) {
        change(Optional.empty(), edit);
    }

    private void change(Optional<StrategyEvent> event, Runnable edit) {
        long begun = System.nanoTime();
        lock.lock();
        try {
            edit.run();
            RouteTable before = table;
            List<RouteTable.Entry> entries = new ArrayList<>(routes.size());
            List<Recorded> recorded = new ArrayList<>();
            for (Route route : routes) {
                entries.add(entry(route, before.entry(route.id()), recorded));
            }
            table = new RouteTable(entries);
            changed.signalAll();
            event.ifPresent(notifier::strategyChanged);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            recorded.forEach(one -> record(one, took));
        } finally {
            lock.unlock();
        }
    }

    private RouteTable.Entry entry(Route route, Optional<RouteTable.Entry> before, List<Recorded> recorded) {
        RouteState state = states.get(route.id());
        Optional<StrategyInstance> served = before.flatMap(RouteTable.Entry::serving);
        if (served.filter(one -> !one.isCallable() && isSelected(state, one)).isPresent()) {
            state.startFailbackWindow();
            scheduleFailover();
        }
        RouteTable.Entry entry = RouteTable.Entry.of(route, state, instances);
        if (isClosing) {
            return entry;
        }
        Optional<SelectedVersion> selected = entry.selectedNow();
        boolean isNewSelection = selected.isPresent()
                && state.selected()
                        .filter(old -> old.isSameVersion(selected.get()))
                        .isEmpty();
        if (!entry.serving().equals(served) || isNewSelection) {
            if (entry.serving().isEmpty()) {
                state.startGracePeriod();
            }
            recorded.add(new Recorded(
                    entry,
                    new Change(
                            Instant.now(),
                            route.id(),
                            entry.serving().map(instance -> instance.id().strategy()),
                            entry.serving().map(StrategyInstance::version),
                            reason(entry, served))));
        }
        selected.ifPresent(state::select);
        return entry;
    }

    private static boolean isSelected(RouteState state, StrategyInstance instance) {
        return state.selected().filter(selected -> selected.isOf(instance)).isPresent();
    }

    private void record(Recorded one, Duration took) {
        changes.add(new ChangeLog.Entry(one.change(), one.entry().isFailover(), took));
        selections.add(one.change(), one.entry().state().selected());
        notifier.routesChanged();
    }

    private static String reason(RouteTable.Entry entry, Optional<StrategyInstance> before) {
        if (entry.isFailover()) {
            return "failover: " + entry.state().selected().get() + " is not running";
        }
        if (entry.serving().equals(before)) {
            return "the version that it replaced was uninstalled";
        }
        if (before.isEmpty()) {
            return "it was started";
        }
        StrategyInstance served = before.get();
        if (!served.isCallable()) {
            return served + " was stopped";
        }
        if (!RouteTable.Entry.isFor(served, entry.route())) {
            return "the route was changed";
        }
        if (!served.isReady()) {
            return served + " is disabled: " + served.failure();
        }
        boolean isSameVersion = entry.serving()
                .filter(now -> now.id().bundleId() == served.id().bundleId())
                .isPresent();
        return isSameVersion ? "the route's parameters were changed" : "it is newer";
    }

    private record Recorded(RouteTable.Entry entry, Change change) {}
}
