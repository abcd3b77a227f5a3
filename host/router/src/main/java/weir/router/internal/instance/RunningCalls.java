package weir.router.internal.instance;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the running calls of a strategy instance, so that new calls can be refused and the running ones awaited. One atomic number
 * holds the count and the flag, so that no call can begin after the count is zero and new calls are refused. Callers take no lock,
 * except the last one that ends while new calls are refused.
 */
final class RunningCalls {

    /** Flag in the sign bit: a negative state refuses new calls. */
    private static final int REFUSES_NEW = Integer.MIN_VALUE;

    private final AtomicInteger state = new AtomicInteger();
    private boolean isClosed;

    /** Counts a call in, unless new calls are refused. After {@code true}, the caller must call {@link #end} once. */
    boolean tryBegin() {
        for (int current = state.get(); current >= 0; current = state.get()) {
            if (state.compareAndSet(current, current + 1)) {
                return true;
            }
        }
        return false;
    }

    void end() {
        if (state.decrementAndGet() == REFUSES_NEW) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Refuses new calls from now on. */
    void refuseNew() {
        state.updateAndGet(current -> current | REFUSES_NEW);
    }

    /** Permits new calls again, unless they are refused permanently. */
    synchronized void permitNew() {
        if (!isClosed) {
            state.updateAndGet(current -> current & ~REFUSES_NEW);
        }
    }

    /** Refuses new calls permanently. */
    synchronized void close() {
        isClosed = true;
        refuseNew();
    }

    /** After {@link #refuseNew}, waits until no call runs. Returns {@code false} after the timeout. */
    synchronized boolean awaitNone(Duration timeout) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        while (state.get() != REFUSES_NEW) {
            long leftNanos = deadlineNanos - System.nanoTime();
            if (leftNanos <= 0) {
                return false;
            }
            wait(leftNanos / 1_000_000 + 1);
        }
        return true;
    }
}
