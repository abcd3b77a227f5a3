package weir.router.internal.instance;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the running calls of a strategy instance, so that new calls can be rejected and the running ones awaited. One atomic number
 * holds the count and the flag, so that no call can begin after the count is zero and new calls are rejected. Callers take no lock,
 * except the last one that ends while new calls are rejected.
 */
final class RunningCalls {

    /** Flag in the sign bit: a negative state rejects new calls. */
    private static final int REJECTS_NEW = Integer.MIN_VALUE;

    private final AtomicInteger state = new AtomicInteger();
    private boolean isClosed;

    /** Counts a call in, unless new calls are rejected. After {@code true}, the caller must call {@link #end} once. */
    boolean tryBegin() {
        for (int current = state.get(); current >= 0; current = state.get()) {
            if (state.compareAndSet(current, current + 1)) {
                return true;
            }
        }
        return false;
    }

    void end() {
        if (state.decrementAndGet() == REJECTS_NEW) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Rejects new calls from now on. */
    void rejectNew() {
        state.updateAndGet(current -> current | REJECTS_NEW);
    }

    /** Permits new calls again, unless they are rejected permanently. */
    synchronized void permitNew() {
        if (!isClosed) {
            state.updateAndGet(current -> current & ~REJECTS_NEW);
        }
    }

    /** Rejects new calls permanently. */
    synchronized void close() {
        isClosed = true;
        rejectNew();
    }

    /** After {@link #rejectNew}, waits until no call runs. Returns {@code false} after the timeout. */
    synchronized boolean awaitNone(Duration timeout) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        while (state.get() != REJECTS_NEW) {
            long leftNanos = deadlineNanos - System.nanoTime();
            if (leftNanos <= 0) {
                return false;
            }
            wait(leftNanos / 1_000_000 + 1);
        }
        return true;
    }
}
