package weir.router.internal.instance;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the calls in a strategy and can be closed for new ones. The count and the RETIRED bit share one atomic word, so that no call
 * can enter between "retired" and "empty". Lock-free for callers.
 */
final class Lease {

    /** The sign bit: the word of a retired lease is negative. */
    private static final int RETIRED = Integer.MIN_VALUE;

    private final AtomicInteger word = new AtomicInteger();
    private final CountDownLatch drained = new CountDownLatch(1);

    /** Enters unless the lease is retired. After {@code true}, call {@link #release} once. */
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

    /** Closes the lease for new calls. */
    void retire() {
        if (word.getAndUpdate(now -> now | RETIRED) == 0) {
            drained.countDown();
        }
    }

    /** Waits until a retired lease is empty; {@code false} if it is not after the timeout. */
    boolean awaitDrained(Duration timeout) throws InterruptedException {
        return drained.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }
}
