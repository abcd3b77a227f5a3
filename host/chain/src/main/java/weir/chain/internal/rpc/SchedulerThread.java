package weir.chain.internal.rpc;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Scheduler} with a daemon thread and the clock of the machine. */
public final class SchedulerThread implements Scheduler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SchedulerThread.class);

    private static final int END_SECONDS = 5;

    private final ScheduledThreadPoolExecutor executor;

    /** @param name name of the thread */
    public SchedulerThread(String name) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("A task came after the end", e);
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        ScheduledFuture<?> future = executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /**
     * Runs the tasks that were given to {@link #execute} before, and no other. Waits for their end, for five seconds at most, so that
     * no task writes a file afterwards. Must not be called on this thread.
     */
    @Override
    public void close() {
        execute(executor::shutdown);
        try {
            if (!executor.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A task of the chain client has not ended in {} s", END_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("A task of the chain client failed. This is a defect of Weir; report it", e);
            }
        };
    }
}
