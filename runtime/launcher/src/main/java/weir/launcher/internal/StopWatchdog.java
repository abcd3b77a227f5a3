package weir.launcher.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import weir.launcher.internal.output.HostOutput;

/**
 * Halts the JVM if a stop takes too long: a strategy can block the stop of the framework, or add a shutdown hook that does not end.
 * Its thread waits from the start of the host, because there may be no memory for a thread later. Thread-safe.
 */
final class StopWatchdog {

    /** Exit code of a JVM that was halted. */
    static final int EXIT_CODE = 3;

    private static final Duration PRINT_TIMEOUT = Duration.ofMillis(200);

    private final Duration timeout;
    private final HostOutput output;
    private final String message;
    private final CountDownLatch stop = new CountDownLatch(1);

    /** @param timeout time for a stop */
    StopWatchdog(Duration timeout, HostOutput output) {
        this.timeout = timeout;
        this.output = output;
        message = "weir: the host did not stop within " + timeout.toSeconds()
                + " s, so the process ends without waiting for it. A strategy may block the stop.";
        Thread thread = new Thread(this::watch, "weir stop watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    /** The time for the stop begins, unless it has begun. */
    void stopBegins() {
        stop.countDown();
    }

    private void watch() {
        waitUntilStop();
        long end = System.nanoTime() + timeout.toNanos();
        for (long remainingNanos = timeout.toNanos(); remainingNanos > 0; remainingNanos = end - System.nanoTime()) {
            sleep(remainingNanos);
        }
        try {
            output.printError(message);
            output.drain(PRINT_TIMEOUT);
        } catch (RuntimeException | Error e) {
            // Nothing must keep the JVM alive.
        }
        Runtime.getRuntime().halt(EXIT_CODE);
    }

    /** Strategies could interrupt this thread, so an interrupt does not end the wait. */
    private void waitUntilStop() {
        while (stop.getCount() > 0) {
            try {
                stop.await();
            } catch (InterruptedException e) {
                // wait on
            }
        }
    }

    private static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            // the caller sleeps for the rest
        }
    }
}
