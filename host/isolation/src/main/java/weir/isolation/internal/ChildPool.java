package weir.isolation.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.isolation.ChildException;
import weir.isolation.ChildProcesses;
import weir.isolation.ChildSettings;
import weir.isolation.ChildStatus;
import weir.isolation.Level;
import weir.isolation.Placement;
import weir.isolation.RemoteComponent;
import weir.isolation.RemoteStrategy;

/** The child processes, one per placement. Needs no framework. Closing it kills them. */
public final class ChildPool implements ChildProcesses {

    private static final Logger LOG = LoggerFactory.getLogger(ChildPool.class);
    private static final long STARTER_TIMEOUT_SECONDS = 2;

    private final ChildSettings settings;
    private final LongSupplier nanoTime;
    private final FenceSelection fences;
    private final ControlGroups groups;
    /** Starts processes. The kernel ends a fenced process with the thread that started it, so this one lives as long as the pool. */
    private final ScheduledThreadPoolExecutor starter = executor("weir child starts");
    /** Kills processes whose calls take too long. */
    private final ScheduledThreadPoolExecutor watchdog = executor("weir child deadlines");

    private final Map<Placement, ChildSupervisor> supervisors = new HashMap<>();
    /** The processes that have not ended, also those that are being stopped. */
    private final Set<ChildProcess> running = ConcurrentHashMap.newKeySet();

    private boolean isClosed;
    private final AtomicInteger lastInstance = new AtomicInteger();

    /** @param nanoTime the clock for the number of crashes within ten minutes */
    public ChildPool(ChildSettings settings, LongSupplier nanoTime) {
        this(
                settings,
                nanoTime,
                settings.isForCommand()
                        ? ControlGroups.none("a command uses no cgroup")
                        : ControlGroups.ofThisProcess());
    }

    ChildPool(ChildSettings settings, LongSupplier nanoTime, ControlGroups groups) {
        this(settings, nanoTime, groups, new FenceSelection(settings));
    }

    ChildPool(ChildSettings settings, LongSupplier nanoTime, ControlGroups groups, FenceSelection fences) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.groups = groups;
        this.fences = fences;
    }

    private static ScheduledThreadPoolExecutor executor(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    /** Starts a process, on the thread of {@link #starter} only. */
    private ChildProcess start(Placement placement, Consumer<ChildProcess> onEnd) {
        return start(
                placement,
                placement.level() == Level.EXTERNAL
                        ? Optional.empty()
                        : groups.processes(placement, ChildCommand.memoryMib(settings)),
                onEnd);
    }

    private ChildProcess start(Placement placement, Optional<Path> processes, Consumer<ChildProcess> onEnd) {
        ChildProcess child = ChildProcess.start(
                ChildCommand.of(placement, settings, fences, processes),
                settings.directory(),
                placement.name(),
                watchdog,
                ended -> {
                    running.remove(ended);
                    onEnd.accept(ended);
                });
        running.add(child);
        if (child.hasEnded()) {
            running.remove(child);
        }
        return child;
    }

    /**
     * Starts a process of a command, without a control group: a command starts as many as it has threads, and they would share its limits.
     *
     * @throws ChildException if it does not start
     */
    ChildProcess startForCommand(Placement placement) {
        try {
            return starter.submit(() -> start(placement, Optional.empty(), ended -> {}))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChildException("the command was interrupted");
        } catch (ExecutionException e) {
            throw new ChildException(e.getCause().getMessage());
        } catch (RejectedExecutionException e) {
            throw new ChildException("the command is ending");
        }
    }

    @Override
    public RemoteStrategy create(RemoteComponent component, Map<String, Object> properties) {
        RemoteInstance instance;
        ChildSupervisor supervisor;
        synchronized (supervisors) {
            if (isClosed) {
                throw new ChildException("the host is stopping");
            }
            supervisors.values().removeIf(ChildSupervisor::isForgettable);
            supervisor = supervisors.computeIfAbsent(
                    component.placement(), key -> new ChildSupervisor(key, this::start, starter, nanoTime));
            instance = new RemoteInstance(
                    supervisor, component, properties, settings.callLimit(), lastInstance.incrementAndGet());
            supervisor.add(instance);
        }
        try {
            try {
                instance.createIn(supervisor.process(instance));
            } catch (ChildEndedException e) {
                // Once more, as for queries: another bundle of the publisher may have ended the process.
                instance.createIn(supervisor.process(instance));
            }
            return instance;
        } catch (ChildEndedException e) {
            instance.close();
            throw new ChildException(e.getMessage());
        } catch (RuntimeException | Error e) {
            instance.close();
            throw e;
        }
    }

    @Override
    public List<ChildStatus> status() {
        synchronized (supervisors) {
            return supervisors.values().stream()
                    .filter(ChildSupervisor::isNeeded)
                    .map(ChildSupervisor::status)
                    .toList();
        }
    }

    @Override
    public Optional<String> problem(Level level) {
        return level == Level.FENCED ? fences.problem() : Optional.empty();
    }

    @Override
    public List<String> missingLimits() {
        List<String> missing = new ArrayList<>();
        groups.problem().ifPresent(problem -> {
            missing.add(
                    "CPU time of child processes is not limited, and the memory of each one is limited to the Java heap"
                            + " and " + ChildCommand.MEMORY_OUTSIDE_HEAP_MIB + " MiB, because " + problem
                            + ". docs/secure.md says how to delegate one");
            if (ChildCommand.nice().isEmpty()) {
                missing.add("child processes have the priority of the host, because the program nice is missing");
            }
        });
        return missing;
    }

    /** Kills the processes, also those that are being stopped, and waits for their end. */
    @Override
    public void close() {
        List<ChildSupervisor> all;
        synchronized (supervisors) {
            isClosed = true;
            all = List.copyOf(supervisors.values());
        }
        all.forEach(ChildSupervisor::close);
        starter.shutdown();
        try {
            // A process that is starting just now is among the running ones after that.
            if (!starter.awaitTermination(STARTER_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A child process is still starting; it ends when it has started");
            }
            List<ChildProcess> processes = List.copyOf(running);
            processes.forEach(ChildProcess::destroy);
            for (ChildProcess process : processes) {
                process.awaitEnd();
            }
        } catch (InterruptedException e) {
            running.forEach(ChildProcess::destroy);
            Thread.currentThread().interrupt();
        }
        watchdog.shutdownNow();
        Bubblewrap.removeFilter(settings);
    }
}
