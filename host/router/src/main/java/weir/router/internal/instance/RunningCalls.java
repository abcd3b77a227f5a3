package weir.router.internal.instance;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the running calls of a strategy instance, so that its stop can refuse new calls and wait for the running ones. One
 * atomic number holds the count and the flag, so that no call can begin after the count of a stopping instance is zero. Callers
 * take no lock.
 */
final class RunningCalls {

    /** Flag in the sign bit: a negative state refuses new calls. */
    private static final int REFUSES_NEW = Integer.MIN_VALUE;

    private final AtomicInteger state = new AtomicInteger();
    private final CountDownLatch drained = new CountDownLatch(1);

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
            drained.countDown();
        }
    }

    /** Refuses new calls from now on. */
    void refuseNew() {
        if (state.getAndUpdate(current -> current | REFUSES_NEW) == 0) {
            drained.countDown();
        }
    }

    /** After {@link #refuseNew}, waits until no call runs. Returns {@code false} after the timeout. */
    boolean awaitNone(Duration timeout) throws InterruptedException {
        return drained.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }
}
