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
 * The threads of one strategy instance. A strategy that hangs blocks only its own threads. The threads end with the instance,
 * which also frees the values of its ThreadLocals.
 *
 * <p>They are platform threads, because the JVM never preempts a virtual thread: on two cores, two virtual threads in an
 * endless loop would block all others.
 */
final class StrategyThreads {

    /** Threads of an instance: one per core, at least two. More would not help, because an endless loop occupies a core. */
    static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    /** Maximum number of calls that run or wait. */
    static final int MAX_CALLS = 256;

    /** The same maximum if the strategy is stuck. Each waiting call blocks a thread of the axon, which other routes need too. */
    static final int MAX_CALLS_IF_STUCK = 8;

    /** A strategy is stuck if calls are pending and none has returned for this long. */
    static final Duration STUCK_AFTER = Duration.ofMillis(500);

    private final AtomicInteger pendingCalls = new AtomicInteger();
    private volatile long lastReturnNanos;
    /** Has a LinkedBlockingQueue, where an idle thread sleeps at once; in a LinkedTransferQueue it would spin first. */
    private final ThreadPoolExecutor executor;

    StrategyThreads(String name) {
        AtomicInteger number = new AtomicInteger();
        this.executor =
                new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "weir " + name + " #" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    /** Starts a call. Returns empty if too many calls are pending, the strategy is stuck, or this is closed. {@code afterCall} runs when the call has returned. */
    <T> Optional<StrategyCall<T>> submit(Callable<T> call, Runnable afterCall) {
        // Starts the clock before the call is counted. Otherwise a long idle period would look stuck.
        if (pendingCalls.get() == 0) {
            lastReturnNanos = System.nanoTime();
        }
        int pending = pendingCalls.incrementAndGet();
        boolean isStuck = pending > MAX_CALLS_IF_STUCK && System.nanoTime() - lastReturnNanos > STUCK_AFTER.toNanos();
        if (pending > MAX_CALLS || isStuck) {
            pendingCalls.decrementAndGet();
            return Optional.empty();
        }
        try {
            StrategyCall<T> task = new StrategyCall<>(call);
            executor.execute(() -> {
                try {
                    task.run();
                } finally {
                    lastReturnNanos = System.nanoTime();
                    pendingCalls.decrementAndGet();
                    afterCall.run();
                }
            });
            return Optional.of(task);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // The JVM also throws OutOfMemoryError if it cannot start another thread.
            pendingCalls.decrementAndGet();
            return Optional.empty();
        }
    }

    /** Stops the idle threads and interrupts the busy ones. */
    void close() {
        executor.shutdownNow();
    }
}
