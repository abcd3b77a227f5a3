package weir.demo.internal;

import java.time.Duration;

/** Keeps questions apart: a round's day passes in seconds, and the axon bounds what one validator may ask in a second. */
final class RateLimiter {

    private final long interval;
    private long next = System.nanoTime();

    /** @param interval least time from one question to the next */
    RateLimiter(Duration interval) {
        this.interval = interval.toNanos();
    }

    /** Returns when the next question may be asked. */
    void await() {
        pause(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
        next = System.nanoTime() + interval;
    }

    /** Waits; cut short if the thread is interrupted, which is then still marked so. */
    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
