package weir.router.internal.instance;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Opens after {@link #FAILURE_LIMIT} failures in a row. While it is open, it permits one probe per {@link #PROBE_PAUSE}. Thread-safe; a
 * success costs one volatile read.
 *
 * <p>A full heap opens it at the first failure, and the pause doubles with each probe up to {@link #MAX_PROBE_PAUSE}: before a JVM gives
 * up an allocation it tries full collections, which stop all threads.
 */
final class CircuitBreaker {

    /** Failures in a row that open it. */
    static final int FAILURE_LIMIT = 3;

    /** Between two probes. */
    static final Duration PROBE_PAUSE = Duration.ofSeconds(10);

    /** Longest pause between two probes of a strategy that fills the heap. */
    static final Duration MAX_PROBE_PAUSE = Duration.ofMinutes(5);

    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong lastProbe = new AtomicLong();
    private volatile String reason = "";
    private volatile long pause = PROBE_PAUSE.toNanos();
    private volatile boolean heapFilled;

    /** Whether a call is permitted at this time. */
    boolean permits(long nanoTime) {
        if (!isOpen()) {
            return true;
        }
        long last = lastProbe.get();
        if (nanoTime - last < pause || !lastProbe.compareAndSet(last, nanoTime)) {
            return false;
        }
        pause = heapFilled ? Math.min(2 * pause, MAX_PROBE_PAUSE.toNanos()) : PROBE_PAUSE.toNanos();
        return true;
    }

    boolean isOpen() {
        return failures.get() >= FAILURE_LIMIT;
    }

    /** The last failure; empty if there was none. */
    String reason() {
        return reason;
    }

    /** Counts a failure. Returns {@code true} if it opened the breaker. */
    boolean failed(String why, long nanoTime) {
        reason = why;
        lastProbe.set(nanoTime);
        int before = failures.getAndUpdate(row -> heapFilled ? Math.max(row + 1, FAILURE_LIMIT) : row + 1);
        return before < FAILURE_LIMIT && isOpen();
    }

    /** Notes an OutOfMemoryError, which may come after the deadline. The failure that it causes, or the next one, opens the breaker. */
    void heapFilled() {
        heapFilled = true;
    }

    /** Opens it at once. */
    void open(String why, long nanoTime) {
        reason = why;
        lastProbe.set(nanoTime);
        failures.set(FAILURE_LIMIT);
    }

    /**
     * Ends the row of failures. Returns {@code true} if that closed the breaker. A call that began before the breaker opened does not
     * close it.
     *
     * @param isProbe whether the breaker was open when the call began
     */
    boolean succeeded(boolean isProbe) {
        int row = failures.get();
        boolean closed =
                row != 0 && (isProbe || row < FAILURE_LIMIT) && failures.compareAndSet(row, 0) && row >= FAILURE_LIMIT;
        if (closed) {
            pause = PROBE_PAUSE.toNanos();
            heapFilled = false;
        }
        return closed;
    }
}
