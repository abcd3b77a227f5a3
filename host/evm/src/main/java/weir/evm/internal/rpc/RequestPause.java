package weir.evm.internal.rpc;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/** Time and waiting, so that tests control both. */
public interface RequestPause {

    /** The clock of the system. */
    RequestPause SYSTEM = new RequestPause() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) {
            try {
                TimeUnit.NANOSECONDS.sleep(duration.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
        }
    };

    /** Returns a time in nanoseconds whose origin is arbitrary, as {@link System#nanoTime}. */
    long nanoTime();

    /**
     * Waits.
     *
     * @throws CancellationException if the thread is interrupted; its interrupt status is set
     */
    void sleep(Duration duration);
}
