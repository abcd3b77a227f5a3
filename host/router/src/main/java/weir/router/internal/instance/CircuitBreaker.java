package weir.router.internal.instance;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Disables a strategy that fails: it opens after {@link #FAILURE_LIMIT} failures in a row. While it is open, it permits one call
 * per {@link #PROBE_PAUSE}, a probe; a successful probe closes it. Thread-safe; a success costs one volatile read.
 *
 * <p>If the strategy fills the heap, the first failure opens it, and each probe doubles the pause up to {@link
 * #MAX_PROBE_PAUSE}. The reason is that the JVM runs full garbage collections, which stop all threads, before it throws an
 * OutOfMemoryError.
 */
final class CircuitBreaker {

    /** Number of failures in a row that opens the breaker. */
    static final int FAILURE_LIMIT = 3;

    /** Pause between two probes. */
    static final Duration PROBE_PAUSE = Duration.ofSeconds(10);

    /** Longest pause between two probes of a strategy that fills the heap. */
    static final Duration MAX_PROBE_PAUSE = Duration.ofMinutes(5);

    private final AtomicInteger failures = new AtomicInteger();
    /** Time of the last failure or probe. */
    private final AtomicLong pauseStartNanos = new AtomicLong();

    private volatile String lastFailure = "";
    private volatile long pauseNanos = PROBE_PAUSE.toNanos();
    private volatile boolean hasFilledHeap;

    /** Whether a call is permitted now. If the breaker is open and this returns true, the call is the probe. */
    boolean tryAcquirePermission(long nanoTime) {
        if (!isOpen()) {
            return true;
        }
        long start = pauseStartNanos.get();
        if (nanoTime - start < pauseNanos || !pauseStartNanos.compareAndSet(start, nanoTime)) {
            return false;
        }
        pauseNanos = hasFilledHeap ? Math.min(2 * pauseNanos, MAX_PROBE_PAUSE.toNanos()) : PROBE_PAUSE.toNanos();
        return true;
    }

    boolean isOpen() {
        return failures.get() >= FAILURE_LIMIT;
    }

    /** Message of the last failure; empty if there was none. */
    String lastFailure() {
        return lastFailure;
    }

    /** Records a failure. Returns {@code true} if it opened the breaker. */
    boolean recordFailure(String failure, long nanoTime) {
        lastFailure = failure;
        pauseStartNanos.set(nanoTime);
        int before = failures.getAndUpdate(count -> hasFilledHeap ? Math.max(count + 1, FAILURE_LIMIT) : count + 1);
        return before < FAILURE_LIMIT && isOpen();
    }

    /** Records an OutOfMemoryError of the strategy, also of a call that ends after its deadline. The next failure opens the breaker. */
    void recordOutOfMemory() {
        hasFilledHeap = true;
    }

    /** Whether the strategy has filled the heap, and has not succeeded since as a probe. */
    boolean hasFilledHeap() {
        return hasFilledHeap;
    }

    /** Opens the breaker at once. */
    void open(String failure, long nanoTime) {
        lastFailure = failure;
        pauseStartNanos.set(nanoTime);
        failures.set(FAILURE_LIMIT);
    }

    /**
     * Records a success, which ends a row of failures. Returns {@code true} if it closed the breaker. Only the success of a
     * probe closes the breaker.
     *
     * @param isProbe whether the breaker was open when the call began
     */
    boolean recordSuccess(boolean isProbe) {
        int count = failures.get();
        boolean closed = count != 0
                && (isProbe || count < FAILURE_LIMIT)
                && failures.compareAndSet(count, 0)
                && count >= FAILURE_LIMIT;
        if (closed) {
            pauseNanos = PROBE_PAUSE.toNanos();
            hasFilledHeap = false;
        }
        return closed;
    }
}
