package weir.router.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Opens after {@link #LIMIT} failures in a row and keeps the reason. While open, one probe each {@link #PAUSE} is let through:
 * it only comes to that where no other version can serve. Thread-safe; a success costs one volatile read.
 *
 * <p>Of a full heap one failure opens it, and the pause doubles with each probe up to {@link #LONGEST_PAUSE}: before a JVM gives up
 * on an allocation it tries full collections, which stop every other pair too.
 */
final class Breaker {

    /** Failures in a row that open it. */
    static final int LIMIT = 3;

    /** Between two probes of an open breaker. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    /** Between two probes of a strategy that fills the heap each time. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong probed = new AtomicLong();
    private volatile String reason = "";
    private volatile long pause = PAUSE.toNanos();
    private volatile boolean heapFilled;

    /** Whether a call may be made now. */
    boolean permits(long nanoTime) {
        if (!open()) {
            return true;
        }
        long last = probed.get();
        if (nanoTime - last < pause || !probed.compareAndSet(last, nanoTime)) {
            return false;
        }
        pause = heapFilled ? Math.min(2 * pause, LONGEST_PAUSE.toNanos()) : PAUSE.toNanos();
        return true;
    }

    boolean open() {
        return failures.get() >= LIMIT;
    }

    /** Why it is open, or the last failure; empty where there was none. */
    String reason() {
        return reason;
    }

    /** Counts a failure; {@code true} for the one that opened the breaker. */
    boolean failed(String why, long nanoTime) {
        reason = why;
        probed.set(nanoTime);
        int before = failures.getAndUpdate(row -> heapFilled ? Math.max(row + 1, LIMIT) : row + 1);
        return before < LIMIT && open();
    }

    /** Notes an OutOfMemoryError, which may come after the deadline: the failure that it is counted as, or the next one, opens it. */
    void heapFilled() {
        heapFilled = true;
    }

    /** Opens it at once. */
    void open(String why) {
        reason = why;
        probed.set(System.nanoTime());
        failures.set(LIMIT);
    }

    /**
     * Notes a success: the row of failures ends; {@code true} where that closed the breaker. A success that set out before the
     * breaker opened and came home after does not close it.
     *
     * @param probe whether the call was made while the breaker was open
     */
    boolean succeeded(boolean probe) {
        int row = failures.get();
        boolean closed = row != 0 && (probe || row < LIMIT) && failures.compareAndSet(row, 0) && row >= LIMIT;
        if (closed) {
            pause = PAUSE.toNanos();
            heapFilled = false;
        }
        return closed;
    }
}
