package weir.demo.internal;

import java.time.Duration;

/** Keeps a minimum interval between queries, because the axon limits the rate of a validator. For one thread. */
final class RateLimiter {

    private long next = System.nanoTime();

    /**
     * Waits until the interval since the last call is over; returns early if the thread is interrupted.
     *
     * @param interval least time from this call to the next one
     */
    void await(Duration interval) {
        long now = System.nanoTime();
        try {
            Thread.sleep(Duration.ofNanos(Math.max(0, next - now)).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        next = System.nanoTime() + interval.toNanos();
    }
}
