package weir.router.internal.table;

import java.time.Duration;

/** The monotonic clock and one-shot timers, which tests control. Thread-safe. */
public interface Scheduler {

    /** The time, as {@link System#nanoTime()}. */
    long nanoTime();

    /** Runs a task once after a delay, on a thread of the scheduler. */
    void schedule(Duration delay, Runnable task);
}
