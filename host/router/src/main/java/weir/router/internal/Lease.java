package weir.router.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts who is inside a strategy, and can be closed for newcomers: the count and the RETIRED bit share one atomic word, so
 * that nobody can get in between "closed" and "empty". Lock-free for those who enter and leave.
 */
final class Lease {

    /** The sign bit: a retired lease's word is negative. */
    private static final int RETIRED = Integer.MIN_VALUE;

    private final AtomicInteger word = new AtomicInteger();
    private final CountDownLatch drained = new CountDownLatch(1);

    /** Enters, unless retired. Who gets {@code true} must {@link #release} once. */
    boolean acquire() {
        for (int now = word.get(); now >= 0; now = word.get()) {
            if (word.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    void release() {
        if (word.decrementAndGet() == RETIRED) {
            drained.countDown();
        }
    }

    /** Closes the lease; from now on nobody enters. */
    void retire() {
        if (word.getAndUpdate(now -> now | RETIRED) == 0) {
            drained.countDown();
        }
    }

    /** Waits until everybody has left a retired lease; {@code false} if somebody is still inside after the wait. */
    boolean awaitDrained(Duration wait) throws InterruptedException {
        return drained.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }
}
