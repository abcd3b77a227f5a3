package weir.router.internal.table;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The router's clock and its background thread, which runs timers and scans of route files. Tests replace both. Thread-safe. */
public class Scheduler implements AutoCloseable {

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread daemon = new Thread(task, "weir router");
        daemon.setDaemon(true);
        return daemon;
    });

    public ScheduledExecutorService executor() {
        return executor;
    }

    /** The current time as {@link System#nanoTime()}. */
    long nanoTime() {
        return System.nanoTime();
    }

    /** Runs a task once after a delay. */
    public void schedule(Duration delay, Runnable task) {
        try {
            executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The router is stopping.
        }
    }

    /** Runs a task that may wait, on a thread of its own; on this thread if the system cannot start another one. */
    void runOnNewThread(Runnable task) {
        Thread daemon = new Thread(task, "weir handover");
        daemon.setDaemon(true);
        try {
            daemon.start();
        } catch (OutOfMemoryError e) {
            task.run();
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
