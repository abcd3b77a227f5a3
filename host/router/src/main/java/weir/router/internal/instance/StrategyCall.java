package weir.router.internal.instance;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One call of a strategy. Java cannot stop a thread in an endless loop, but it can lower its priority: a slow call gets only
 * CPU time that others do not need, and a call after its deadline gets as little as possible (ADR 37).
 */
final class StrategyCall<T> extends FutureTask<T> {

    /** Time at normal priority, enough for a first call, which loads classes. */
    static final Duration NORMAL_PRIORITY_PERIOD = Duration.ofMillis(250);

    /**
     * Priority of a slow call. The options in {@code conf/jvm.options} map it to nice 10, and {@link #LATE_CALL_PRIORITY} to nice 19.
     * Without these options, and on systems other than Linux, priorities have no effect.
     */
    static final int SLOW_CALL_PRIORITY = 2;

    static final int LATE_CALL_PRIORITY = Thread.MIN_PRIORITY;

    /** Thread that runs the call; null before and after. Guarded by this, because afterwards the thread may run another call. */
    private Thread thread;

    private long startNanos;

    StrategyCall(Callable<T> strategy) {
        super(strategy);
    }

    @Override
    public void run() {
        setThread(Thread.currentThread());
        try {
            super.run();
        } finally {
            setThread(null);
            restorePriority(Thread.currentThread());
        }
    }

    /** Restores the normal priority. Without privileges this has no effect, and the thread keeps its priority until it ends. */
    private static void restorePriority(Thread thread) {
        if (thread.getPriority() != Thread.NORM_PRIORITY) {
            thread.setPriority(Thread.NORM_PRIORITY);
        }
    }

    /** Waits for the result. At the deadline, interrupts the call and throws TimeoutException. */
    T await(long deadlineNanos) throws InterruptedException, ExecutionException, TimeoutException {
        long wait = NORMAL_PRIORITY_PERIOD.toNanos();
        while (true) {
            try {
                return get(Math.min(wait, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() - deadlineNanos >= 0) {
                    lowerPriority(LATE_CALL_PRIORITY);
                    cancel(true);
                    throw e;
                }
                wait = NORMAL_PRIORITY_PERIOD.toNanos() - runningNanos();
                if (wait <= 0) {
                    lowerPriority(SLOW_CALL_PRIORITY);
                    wait = Long.MAX_VALUE;
                }
            }
        }
    }

    /** Running time in nanoseconds, without the time in the queue. */
    private synchronized long runningNanos() {
        return thread == null ? 0 : System.nanoTime() - startNanos;
    }

    private synchronized void setThread(Thread runner) {
        startNanos = System.nanoTime();
        thread = runner;
    }

    private synchronized void lowerPriority(int priority) {
        if (thread != null) {
            thread.setPriority(priority);
        }
    }
}
