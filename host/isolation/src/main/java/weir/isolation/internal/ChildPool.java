package weir.isolation.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
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

    private static final long CHECK_TIMEOUT_SECONDS = 10;

    private final ChildSettings settings;
    private final LongSupplier nanoTime;
    private final ScheduledThreadPoolExecutor scheduler;
    private final Map<Placement, ChildSupervisor> supervisors = new HashMap<>();
    private boolean isClosed;
    private final AtomicInteger lastInstance = new AtomicInteger();
    /** Only success is remembered: a machine that was busy, or where a JDK was missing, is checked again. */
    private volatile boolean isFencePossible;

    /** @param nanoTime the clock for the number of crashes within ten minutes */
    public ChildPool(ChildSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "weir child processes");
            thread.setDaemon(true);
            return thread;
        });
        scheduler.setRemoveOnCancelPolicy(true);
    }

    @Override
    public RemoteStrategy create(RemoteComponent component, Map<String, Object> properties) {
        RemoteInstance instance;
        ChildSupervisor supervisor;
        synchronized (supervisors) {
            if (isClosed) {
                throw new ChildException("the host is stopping");
            }
            supervisor = supervisors.computeIfAbsent(
                    component.placement(), key -> new ChildSupervisor(key, settings, scheduler, nanoTime));
            instance = new RemoteInstance(
                    supervisor, component, properties, settings.callLimit(), lastInstance.incrementAndGet());
            supervisor.add(instance);
        }
        try {
            instance.createIn(supervisor.process(instance));
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
        if (level != Level.FENCED || isFencePossible) {
            return Optional.empty();
        }
        Optional<String> problem = checkFence();
        isFencePossible = problem.isEmpty();
        return problem;
    }

    /** Starts a program in the fence. */
    private Optional<String> checkFence() {
        try {
            ProcessBuilder builder = new ProcessBuilder(ChildCommand.fenceCheck(settings))
                    .directory(settings.directory().toFile())
                    .redirectErrorStream(true);
            builder.environment().clear();
            Process process = builder.start();
            process.getOutputStream().close();
            try {
                if (!process.waitFor(CHECK_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    return Optional.of("the fence did not start within " + CHECK_TIMEOUT_SECONDS + " s");
                }
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return process.exitValue() == 0 ? Optional.empty() : Optional.of(output.strip());
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException | ChildException e) {
            return Optional.of(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the host is stopping");
        }
    }

    @Override
    public List<String> missingLimits() {
        List<String> missing = new ArrayList<>();
        missing.add("CPU time of child processes is not limited, and memory outside the Java heap is limited to "
                + ChildCommand.MEMORY_OUTSIDE_HEAP_MIB + " MiB for fenced ones only, because no cgroup is used");
        if (ChildCommand.nice().isEmpty()) {
            missing.add("child processes have the priority of the host, because the program nice is missing");
        }
        return missing;
    }

    @Override
    public void close() {
        List<ChildSupervisor> all;
        synchronized (supervisors) {
            isClosed = true;
            all = List.copyOf(supervisors.values());
        }
        List<ChildProcess> running =
                all.stream().flatMap(each -> each.destroy().stream()).toList();
        try {
            for (ChildProcess process : running) {
                process.awaitEnd();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        scheduler.shutdownNow();
    }
}
