package weir.isolation.internal;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.isolation.ChildException;
import weir.isolation.ChildSettings;
import weir.isolation.ChildStatus;
import weir.isolation.Placement;

/**
 * Keeps the child process of one publisher running while it has strategy instances: starts it when the first one is created, starts it
 * again after a crash, and ends it with the last instance. Thread-safe.
 */
final class ChildSupervisor {

    private static final Logger LOG = LoggerFactory.getLogger(ChildSupervisor.class);

    private final Placement placement;
    private final ChildSettings settings;
    private final ScheduledExecutorService scheduler;
    private final CrashHistory crashes;
    private final Set<RemoteInstance> instances = new LinkedHashSet<>();
    /** The running process, or the one that starts; {@code null} while none is needed. Replaced by its successor after a crash. */
    private CompletableFuture<ChildProcess> current;

    private String problem = "";

    ChildSupervisor(
            Placement placement, ChildSettings settings, ScheduledExecutorService scheduler, LongSupplier nanoTime) {
        this.placement = placement;
        this.settings = settings;
        this.scheduler = scheduler;
        this.crashes = new CrashHistory(nanoTime);
    }

    synchronized void add(RemoteInstance instance) {
        instances.add(instance);
    }

    /** Ends the process if this was the last instance. */
    synchronized void remove(RemoteInstance instance) {
        instances.remove(instance);
        if (instances.isEmpty()) {
            stop();
        }
    }

    synchronized ChildStatus status() {
        ChildProcess running = current == null ? null : current.getNow(null);
        return new ChildStatus(
                placement,
                running == null || running.hasEnded() ? OptionalLong.empty() : OptionalLong.of(running.pid()),
                instances.size(),
                crashes.count(),
                problem);
    }

    synchronized boolean isNeeded() {
        return !instances.isEmpty();
    }

    /**
     * Returns the process. Waits while it is being started again.
     *
     * @throws ChildException if the bundle has crashed too often, or the thread is interrupted
     */
    ChildProcess process(String bundle) {
        while (true) {
            CompletableFuture<ChildProcess> awaited;
            synchronized (this) {
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
                ChildProcess child = awaited.get();
                if (!child.hasEnded()) {
                    return child;
                }
                forget(awaited);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ChildException("its child process is being started again; " + reason());
            } catch (ExecutionException e) {
                forget(awaited);
                throw new ChildException(e.getCause().getMessage());
            }
        }
    }

    private synchronized String reason() {
        return problem;
    }

    /** A process that could not be started is tried again at the next call. */
    private synchronized void forget(CompletableFuture<ChildProcess> failed) {
        if (current == failed) {
            current = null;
        }
    }

    private CompletableFuture<ChildProcess> launch(Duration pause) {
        CompletableFuture<ChildProcess> started = new CompletableFuture<>();
        scheduler.schedule(() -> start(started), pause.toNanos(), TimeUnit.NANOSECONDS);
        return started;
    }

    /** Called by the scheduler's thread only: the kernel ends a fenced process with the thread that started it. */
    private void start(CompletableFuture<ChildProcess> started) {
        try {
            List<String> command = ChildCommand.of(placement, settings);
            ChildProcess child =
                    ChildProcess.start(command, settings.directory(), placement.name(), scheduler, this::onEnd);
            LOG.info(
                    "Child process {} of {} started ({})",
                    child.pid(),
                    placement.name(),
                    placement.level().id());
            boolean isWanted;
            synchronized (this) {
                isWanted = current == started;
            }
            if (!isWanted) {
                child.stop();
            }
            started.complete(child);
        } catch (RuntimeException | Error e) {
            started.completeExceptionally(e);
        }
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
            if (current != null && current.getNow(null) == child) {
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

    private void stop() {
        if (current != null) {
            current.thenAccept(ChildProcess::stop);
            current = null;
        }
    }

    /** Kills the process and waits for its end. */
    void destroy() throws InterruptedException {
        ChildProcess running;
        synchronized (this) {
            instances.clear();
            running = current == null ? null : current.getNow(null);
            stop();
        }
        if (running != null) {
            running.destroy();
        }
    }
}
