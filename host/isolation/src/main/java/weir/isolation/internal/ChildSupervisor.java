package weir.isolation.internal;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.isolation.ChildException;
import weir.isolation.ChildStatus;
import weir.isolation.Placement;

/**
 * Keeps the child process of one publisher running while it has strategy instances: starts it when the first one is created, starts it
 * again after a crash, and ends it with the last instance. Thread-safe.
 */
final class ChildSupervisor {

    private static final Logger LOG = LoggerFactory.getLogger(ChildSupervisor.class);

    /** Longest wait of a caller for the process. The pause after several crashes is longer. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

    /** Time from a start that fails until the next one. */
    private static final Duration START_RETRY = Duration.ofSeconds(1);

    private final Placement placement;
    private final Starter starter;
    private final ScheduledExecutorService starts;
    private final CrashHistory crashes;
    private final Set<RemoteInstance> instances = new LinkedHashSet<>();
    /** The running process, or the one that starts; {@code null} while none is needed. Replaced by its successor after a crash. */
    private CompletableFuture<ChildProcess> current;

    private String problem = "";

    /** Starts a process. */
    interface Starter {
        /**
         * @param onEnd called when the process has ended, on another thread
         * @throws ChildException if it does not start
         */
        ChildProcess start(Placement placement, Consumer<ChildProcess> onEnd);
    }

    /** @param starts its one thread starts the processes */
    ChildSupervisor(Placement placement, Starter starter, ScheduledExecutorService starts, LongSupplier nanoTime) {
        this.placement = placement;
        this.starter = starter;
        this.starts = starts;
        this.crashes = new CrashHistory(nanoTime);
    }

    synchronized void add(RemoteInstance instance) {
        instances.add(instance);
    }

    /** Ends the process if this was the last instance. */
    void remove(RemoteInstance instance) {
        synchronized (this) {
            instances.remove(instance);
            if (!instances.isEmpty()) {
                return;
            }
        }
        stop();
    }

    synchronized ChildStatus status() {
        ChildProcess running = running();
        return new ChildStatus(
                placement,
                running == null || running.hasEnded() ? OptionalLong.empty() : OptionalLong.of(running.pid()),
                instances.size(),
                crashes.count(),
                problem);
    }

    /** Whether another supervisor of the same publisher would do the same: without instances, and without crashes that count. */
    synchronized boolean isForgettable() {
        return instances.isEmpty() && crashes.count() == 0;
    }

    synchronized boolean isNeeded() {
        return !instances.isEmpty();
    }

    /**
     * Returns the process. Waits while it is being started again, for a limited time.
     *
     * @throws ChildException if the instance was ended, its bundle has crashed too often, or the thread is interrupted
     */
    ChildProcess process(RemoteInstance instance) {
        String bundle = instance.bundle();
        while (true) {
            CompletableFuture<ChildProcess> awaited;
            synchronized (this) {
                if (!instances.contains(instance)) {
                    throw new ChildException("it was ended");
                }
                if (crashes.isDisabled(bundle)) {
                    throw new ChildException("it has crashed " + CrashHistory.LIMIT + " times within "
                            + CrashHistory.PERIOD.toMinutes() + " minutes and is not started now; " + problem);
                }
                if (current == null) {
                    current = launch(Duration.ZERO);
                }
                awaited = current;
            }
            try {
                ChildProcess child = awaited.get(START_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
                if (!child.hasEnded()) {
                    return child;
                }
                forget(awaited);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ChildException("its child process is being started again; " + reason());
            } catch (TimeoutException e) {
                throw new ChildException("its child process has not started within " + START_TIMEOUT.toSeconds()
                        + " s; it may wait because of crashes; " + reason());
            } catch (ExecutionException e) {
                throw new ChildException(e.getCause().getMessage());
            }
        }
    }

    private synchronized String reason() {
        return problem;
    }

    /** The next call starts a process. */
    private synchronized void forget(CompletableFuture<ChildProcess> ended) {
        if (current == ended) {
            current = null;
        }
    }

    private CompletableFuture<ChildProcess> launch(Duration pause) {
        CompletableFuture<ChildProcess> started = new CompletableFuture<>();
        later(() -> start(started), pause);
        return started;
    }

    private void later(Runnable task, Duration pause) {
        try {
            starts.schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw new ChildException("the host is stopping");
        }
    }

    private void start(CompletableFuture<ChildProcess> started) {
        try {
            if (!isWanted(started)) {
                return;
            }
            ChildProcess child = starter.start(placement, this::onEnd);
            LOG.info(
                    "Child process {} of {} started ({})",
                    child.pid(),
                    placement.name(),
                    placement.level().id());
            if (!started.complete(child)) {
                child.stop(); // not wanted any more
            }
        } catch (RuntimeException | Error e) {
            started.completeExceptionally(e);
            // Queries of the next second fail at once, and do not search for a JDK each.
            later(() -> forget(started), START_RETRY);
        }
    }

    private synchronized boolean isWanted(CompletableFuture<ChildProcess> started) {
        return current == started;
    }

    private void onEnd(ChildProcess child) {
        if (child.isStopped()) {
            LOG.info("Child process {} of {} ended", child.pid(), placement.name());
            return;
        }
        Set<String> bundles = child.busyBundles();
        synchronized (this) {
            Set<String> all =
                    instances.stream().map(RemoteInstance::bundle).collect(Collectors.toCollection(HashSet::new));
            crashes.record(bundles.isEmpty() ? all : bundles);
            problem = child.endReason();
            all.removeIf(crashes::isDisabled);
            Duration pause = crashes.pause();
            LOG.error(
                    "{}: {}; {}",
                    placement.name(),
                    problem,
                    all.isEmpty() ? "it is not started again now" : "starting it again in " + pause.toMillis() + " ms");
            if (running() == child) {
                current = all.isEmpty() ? null : launch(pause);
                if (current != null) {
                    current.thenAccept(next -> recreate(next));
                }
            }
        }
    }

    /** Creates the instances in a new process, so that the first query need not wait for it. */
    private void recreate(ChildProcess next) {
        List<RemoteInstance> lost;
        synchronized (this) {
            problem = "";
            lost = instances.stream()
                    .filter(instance -> !crashes.isDisabled(instance.bundle()))
                    .toList();
        }
        Thread thread = new Thread(
                () -> lost.forEach(instance -> {
                    try {
                        instance.createIn(next);
                    } catch (ChildException | ChildEndedException e) {
                        LOG.warn("{}: a strategy was not created again: {}", placement.name(), e.getMessage());
                    }
                }),
                "weir restart of " + placement.name());
        thread.setDaemon(true);
        thread.start();
    }

    /** The process if it has started; {@code null} otherwise. */
    private ChildProcess running() {
        return current == null || current.isCompletedExceptionally() ? null : current.getNow(null);
    }

    /** Ends the process, and starts no other one. */
    void stop() {
        CompletableFuture<ChildProcess> last;
        synchronized (this) {
            last = current;
            current = null;
        }
        if (last != null) {
            last.completeExceptionally(new ChildException("it was ended"));
            // Outside of the lock, because a child that does not read its input may delay this.
            last.thenAccept(ChildProcess::stop);
        }
    }

    /** Ends all instances, and the process. */
    void close() {
        synchronized (this) {
            instances.clear();
        }
        stop();
    }
}
