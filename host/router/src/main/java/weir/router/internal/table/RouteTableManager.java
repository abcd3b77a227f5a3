package weir.router.internal.table;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import weir.router.RouteChange;
import weir.router.RouteStatus;
import weir.router.Routes.Change;
import weir.router.StrategyEvent;
import weir.router.StrategyState;
import weir.router.internal.audit.ChangeLog;
import weir.router.internal.config.Route;
import weir.router.internal.config.RouteProblems;
import weir.router.internal.config.ShadowRoutes;
import weir.router.internal.instance.InstanceId;
import weir.router.internal.instance.StrategyInstance;

/**
 * Owns the current {@link RouteTable}. When routes or instances change, creates a new table under a lock and replaces the current one.
 * Queries read the table without a lock; queries without a serving instance can wait for the next table. Thread-safe.
 */
public final class RouteTableManager implements StrategyInstance.Listener {

    /** Longest wait of queries while the state of a strategy is handed over. */
    private static final Duration HANDOVER_TIMEOUT = Duration.ofSeconds(1);

    private static final int MAX_WAITING_QUERIES = 256;

    private final ChangeLog changes;
    private final SelectionStore selections;
    private final RouteProblems problems;
    private final ListenerNotifier notifier;
    private final Scheduler scheduler;
    private final LongPredicate isHeld;
    private final Semaphore waitPermits = new Semaphore(MAX_WAITING_QUERIES);
    private final OpenRounds openRounds = new OpenRounds();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition tableChanged = lock.newCondition();
    private final List<StrategyInstance> instances = new CopyOnWriteArrayList<>();
    private Map<String, RouteState> stateByRoute = new HashMap<>();
    private List<Route> routes = List.of();
    private boolean isClosing;
    private volatile Duration handoverTimeout = HANDOVER_TIMEOUT;
    private volatile Runnable handoverListener = () -> {};
    private volatile RouteTable table = RouteTable.EMPTY;

    /** @param isHeld whether no further route may use the bundle with this id; returns at once */
    public RouteTableManager(
            ChangeLog changes,
            SelectionStore selections,
            RouteProblems problems,
            ListenerNotifier notifier,
            Scheduler scheduler,
            LongPredicate isHeld) {
        this.changes = changes;
        this.selections = selections;
        this.problems = problems;
        this.notifier = notifier;
        this.scheduler = scheduler;
        this.isHeld = isHeld;
    }

    RouteTable table() {
        return table;
    }

    public OpenRounds openRounds() {
        return openRounds;
    }

    public List<RouteStatus> status() {
        return table.entries().stream().map(RouteTable.Entry::status).toList();
    }

    /** Replaces all routes. */
    public void setRoutes(List<Route> wanted) {
        updateTable(() -> {
            routes = List.copyOf(wanted);
            Map<String, RouteState> kept = new HashMap<>();
            for (Route route : wanted) {
                RouteState before = stateByRoute.get(route.id());
                kept.put(route.id(), before == null ? newState(route.id()) : before);
            }
            stateByRoute = kept;
        });
        notifier.routesChanged();
    }

    /** Creates a table for the instance's new state. When this returns, a draining instance gets no new queries. */
    @Override
    public void stateChanged(StrategyInstance instance, StrategyState state, String reason) {
        InstanceId id = instance.id();
        StrategyEvent event = new StrategyEvent(id.route(), id.strategy(), id.version(), id.bundleId(), state, reason);
        updateTable(Optional.of(event).filter(one -> !ShadowRoutes.isShadow(one.route())), () -> {
            if (state == StrategyState.GONE) {
                instances.remove(instance);
            } else if (!instances.contains(instance)) {
                instances.add(instance);
            }
        });
    }

    /** Selects the serving instances again. */
    public void reselect() {
        updateTable(() -> {});
    }

    /** Clears the selection of the uninstalled bundle's version on all routes. */
    public void bundleUninstalled(long bundleId) {
        updateTable(() -> stateByRoute.values().forEach(state -> state.clearSelection(bundleId)));
    }

    void setHandoverTimeout(Duration timeout) {
        handoverTimeout = timeout;
    }

    /** @param listener called after a handover of state, when the old instance is not needed any more */
    public void setHandoverListener(Runnable listener) {
        handoverListener = listener;
    }

    /** Stops recording changes, because the stop of the host must not change selected versions. */
    public void close() {
        lock.lock();
        isClosing = true;
        lock.unlock();
    }

    /** Whether the instance of a configuration can serve: it is ready and has its state. */
    public boolean isInstanceReady(String configurationPid) {
        return instances.stream()
                .anyMatch(instance -> instance.isReady()
                        && !instance.needsState()
                        && instance.id().pid().equals(Optional.of(configurationPid)));
    }

    /** The instances of all routes, also those outside a route's range. */
    List<StrategyInstance> instances() {
        return instances;
    }

    /**
     * Waits for the next table, at most until the end of the route's grace period.
     *
     * @param seen table in which the route has no serving instance
     * @param entry the route's entry in that table
     * @param latestNanos latest end of the wait, as {@link System#nanoTime()}
     * @return {@code true} if there is a new table; {@code false} after the wait, or if too many queries wait
     */
    boolean awaitServing(RouteTable seen, RouteTable.Entry entry, long latestNanos) {
        long untilNanos = Math.min(entry.state().graceDeadlineNanos(), latestNanos);
        if (!waitPermits.tryAcquire()) {
            return false;
        }
        lock.lock();
        try {
            while (table == seen) {
                long now = scheduler.nanoTime();
                long leftNanos = untilNanos - now;
                if (leftNanos <= 0) {
                    return false;
                }
                // A waiting query also makes the failover, so that it does not depend on the timer.
                long failoverNanos =
                        entry.isWaitingForSelected() ? entry.state().failbackDeadlineNanos() - now : Long.MAX_VALUE;
                if (failoverNanos <= 0) {
                    updateTable(() -> {});
                } else {
                    tableChanged.awaitNanos(Math.min(leftNanos, failoverNanos));
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
            waitPermits.release();
        }
    }

    private RouteState newState(String id) {
        RouteState state = new RouteState(id, selections.selected(id), problems, scheduler);
        scheduleFailover();
        return state;
    }

    /** Updates the table at the end of the failback window, because another version may serve then. */
    private void scheduleFailover() {
        scheduler.schedule(RouteState.FAILBACK_WINDOW, () -> {
            if (table.entries().stream().anyMatch(RouteTable.Entry::isWaitingForSelected)) {
                updateTable(() -> {});
            }
        });
    }

    private void updateTable(Runnable edit) {
        updateTable(Optional.empty(), edit);
    }

    private void updateTable(Optional<StrategyEvent> event, Runnable edit) {
        long startNanos = System.nanoTime();
        List<Runnable> handovers = new ArrayList<>();
        lock.lock();
        try {
            edit.run();
            RouteTable before = table;
            List<RouteTable.Entry> entries = new ArrayList<>(routes.size());
            List<RecordedChange> recordedChanges = new ArrayList<>();
            for (Route route : routes) {
                entries.add(newEntry(route, before.entry(route.id()), recordedChanges, handovers));
            }
            table = new RouteTable(entries);
            tableChanged.signalAll();
            event.ifPresent(notifier::strategyChanged);
            Duration duration = Duration.ofNanos(System.nanoTime() - startNanos);
            recordedChanges.forEach(one -> recordChange(one, duration));
        } finally {
            lock.unlock();
        }
        handovers.forEach(scheduler::runOnNewThread);
    }

    /** Gives the strategy's state to an instance, which serves afterwards in any case. */
    private void handOverState(RouteState state, StrategyInstance receiver) {
        try {
            receiver.takeState(System.nanoTime() + handoverTimeout.toNanos());
        } finally { // Also after an Error, because the route starts no other handover before this one has ended.
            updateTable(state::endHandover);
            handoverListener.run();
        }
    }

    private RouteTable.Entry newEntry(
            Route route,
            Optional<RouteTable.Entry> before,
            List<RecordedChange> recordedChanges,
            List<Runnable> handovers) {
        RouteState state = stateByRoute.get(route.id());
        Optional<StrategyInstance> served = before.flatMap(RouteTable.Entry::serving);
        if (served.filter(one -> !one.isCallable() && state.isSelected(one)).isPresent()) {
            state.startFailbackWindow();
            scheduleFailover();
        }
        RouteTable.Entry entry = RouteTable.Entry.of(route, state, instances, isHeld);
        if (isClosing) {
            return entry;
        }
        Optional<StrategyInstance> receiver = entry.serving().filter(StrategyInstance::needsState);
        if (receiver.isPresent()) {
            entry = entry.servedBy(served.filter(StrategyInstance::isCallable));
            if (state.startHandover()) {
                handovers.add(() -> handOverState(state, receiver.get()));
            }
        }
        Optional<SelectedVersion> selected = entry.versionToRecord();
        boolean isNewSelection = selected.isPresent()
                && state.selected()
                        .filter(old -> old.isSameVersion(selected.get()))
                        .isEmpty();
        if (!entry.serving().equals(served) || isNewSelection) {
            if (entry.serving().isEmpty()) {
                state.startGracePeriod();
            }
            RouteTable.ChangeReason reason = entry.changeReason(served);
            recordedChanges.add(new RecordedChange(
                    entry,
                    reason.cause(),
                    new Change(
                            Instant.now(),
                            route.id(),
                            entry.serving().map(instance -> instance.id().strategy()),
                            entry.serving().map(StrategyInstance::version),
                            state.changeReason(reason.text(), entry.serving().isPresent()))));
        }
        selected.ifPresent(state::select);
        return entry;
    }

    private void recordChange(RecordedChange one, Duration duration) {
        changes.add(new ChangeLog.Entry(one.change(), one.entry().isFailover(), duration));
        selections.add(
                one.change(),
                Optional.of(one.entry().route().parameters()),
                one.entry().state().selected());
        notifier.servingChanged(new RouteChange(one.change(), one.cause(), duration));
        notifier.routesChanged();
    }

    private record RecordedChange(RouteTable.Entry entry, RouteChange.Cause cause, Change change) {}
}
