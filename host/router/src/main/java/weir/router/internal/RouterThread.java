package weir.router.internal;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import weir.router.internal.table.Scheduler;

/** The router's one background thread: it reads route files and runs timers, and is idle otherwise. */
final class RouterThread implements Scheduler, AutoCloseable {

    private final ScheduledThreadPoolExecutor executor;

    RouterThread() {
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread daemon = new Thread(task, "weir router");
            daemon.setDaemon(true);
            return daemon;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    ScheduledExecutorService executor() {
        return executor;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
        try {
            executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The router stops.
        }
    }

    void execute(Runnable task) {
        schedule(Duration.ZERO, task);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
