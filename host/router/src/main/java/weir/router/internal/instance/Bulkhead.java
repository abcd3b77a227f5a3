package weir.router.internal.instance;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one strategy instance. A strategy that hangs blocks only these. The threads end with the instance, and what it left in
 * their ThreadLocals with them.
 *
 * <p>They are platform threads: a virtual thread in an endless loop is never preempted, and two of them would block both carriers of a
 * host with two cores.
 */
final class Bulkhead {

    /** Threads of one instance: one per core, for each call in an endless loop occupies a core. */
    static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    /** Calls that may run or wait. */
    static final int MAX_CALLS = 256;

    /** Calls that may run or wait while none returns: their callers' threads are shared with other routes. */
    static final int MAX_CALLS_IF_STUCK = 8;

    /** A strategy counts as stuck if no call has returned for this long. */
    static final Duration STUCK_AFTER = Duration.ofMillis(500);

    private final AtomicInteger calls = new AtomicInteger();
    private volatile long lastReturn;
    /** Its queue parks an idle thread at once; with a LinkedTransferQueue the thread yields in a loop, which costs CPU. */
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

    /** Starts a call; empty if the bulkhead is full, stuck or closed. {@code afterwards} runs when the call has returned. */
    <T> Optional<StrategyCall<T>> submit(Callable<T> call, Runnable afterwards) {
        // Set before the call is counted, so that an idle period is not taken for a stuck one.
        if (calls.get() == 0) {
            lastReturn = System.nanoTime();
        }
        int running = calls.incrementAndGet();
        boolean isStuck = running > MAX_CALLS_IF_STUCK && System.nanoTime() - lastReturn > STUCK_AFTER.toNanos();
        if (running > MAX_CALLS || isStuck) {
            calls.decrementAndGet();
            return Optional.empty();
        }
        try {
            StrategyCall<T> task = new StrategyCall<>(call);
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    lastReturn = System.nanoTime();
                    calls.decrementAndGet();
                    afterwards.run();
                }
            });
            return Optional.of(task);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // The JVM throws the latter also if it cannot start another thread.
            calls.decrementAndGet();
            return Optional.empty();
        }
    }

    /** Ends the idle threads and interrupts the others. */
    void close() {
        threads.shutdownNow();
    }
}
