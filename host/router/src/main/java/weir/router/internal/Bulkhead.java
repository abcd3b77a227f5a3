package weir.router.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that one strategy instance may use, and no others: a strategy that hangs fills its own bulkhead and nobody
 * else's. The threads die with the instance, so a ThreadLocal that it left behind holds nothing.
 *
 * <p>Platform threads on purpose: a virtual thread in an endless loop is never preempted, and two of them would take both
 * carriers of a two-core host away from every other pair.
 */
final class Bulkhead {

    /** Threads of one instance: as many as there are cores, for each one that loops forever takes a core. */
    static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    /** Calls that run or wait; more than that cannot be answered in time anyway. */
    static final int OUTSTANDING = 256;

    /** Calls that may run or wait while none comes home: the callers they hold would be missed by other routes. */
    static final int SHARE = 8;

    /** Without a call that came home for this long, a strategy counts as stuck. */
    static final Duration STUCK = Duration.ofMillis(500);

    private final AtomicInteger outstanding = new AtomicInteger();
    private volatile long movedAt;
    /** Its queue parks an idle thread at once; a LinkedTransferQueue has it yield in a loop, a dear thing on a busy host. */
    private final ThreadPoolExecutor threads;

    Bulkhead(String name) {
        AtomicInteger number = new AtomicInteger();
        this.threads =
                new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "weir " + name + " #" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Hands the call over; empty where the bulkhead is full, stuck or closed. {@code afterwards} runs when the call has ended. */
    <T> Optional<Call<T>> submit(Callable<T> call, Runnable afterwards) {
        // Before it is counted, or a crowd right behind it would take the time of the last rest for the time of being
        // stuck.
        if (outstanding.get() == 0) {
            movedAt = System.nanoTime();
        }
        int calls = outstanding.incrementAndGet();
        if (calls > OUTSTANDING || calls > SHARE && System.nanoTime() - movedAt > STUCK.toNanos()) {
            outstanding.decrementAndGet();
            return Optional.empty();
        }
        try {
            Call<T> task = new Call<>(call);
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    movedAt = System.nanoTime();
                    outstanding.decrementAndGet();
                    afterwards.run();
                }
            });
            return Optional.of(task);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // The second one is what a JVM says when it cannot start another thread.
            outstanding.decrementAndGet();
            return Optional.empty();
        }
    }

    /** Lets the threads go; those that still run are interrupted, more a JVM cannot do. */
    void close() {
        threads.shutdownNow();
    }
}
