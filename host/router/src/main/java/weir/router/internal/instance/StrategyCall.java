package weir.router.internal.instance;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One call of a strategy. A thread in an endless loop cannot be ended, but its priority can be lowered: a slow call gets the CPU time
 * that others leave, and a call after its deadline the least possible (ADR 37).
 */
final class StrategyCall<T> extends FutureTask<T> {

    /** Time at normal priority. A first call, which loads classes, needs a good part of it. */
    static final Duration NORMAL_PRIORITY_PERIOD = Duration.ofMillis(250);

    /** {@code conf/jvm.options} maps these to nice 10 and 19. Without these options, or on other systems, nothing changes. */
    static final int SLOW_PRIORITY = 2;

    static final int LATE_PRIORITY = Thread.MIN_PRIORITY;

    /** The thread that runs the call. Guarded by this: after the call, the thread may run another one. */
    private Thread thread;

    private long startedAt;

    StrategyCall(Callable<T> strategy) {
        super(strategy);
    }

    @Override
    public void run() {
        runsOn(Thread.currentThread());
        try {
            super.run();
        } finally {
            runsOn(null);
            restorePriority(Thread.currentThread());
        }
    }

    /** Only a privileged process may raise it again; otherwise the thread keeps its priority until it ends for being idle. */
    private static void restorePriority(Thread thread) {
        if (thread.getPriority() != Thread.NORM_PRIORITY) {
            thread.setPriority(Thread.NORM_PRIORITY);
        }
    }

    /** Waits until the deadline, and interrupts the call if it has not returned by then. */
    T await(long deadlineNanos) throws InterruptedException, ExecutionException, TimeoutException {
        long wait = NORMAL_PRIORITY_PERIOD.toNanos();
        while (true) {
            try {
                return get(Math.min(wait, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() - deadlineNanos >= 0) {
                    lowerPriority(LATE_PRIORITY);
                    cancel(true);
                    throw e;
                }
                wait = NORMAL_PRIORITY_PERIOD.toNanos() - runningNanos();
                if (wait <= 0) {
                    lowerPriority(SLOW_PRIORITY);
                    wait = Long.MAX_VALUE;
                }
            }
        }
    }

    /** Running time; waiting for a thread does not count. */
    private synchronized long runningNanos() {
        return thread == null ? 0 : System.nanoTime() - startedAt;
    }

    private synchronized void runsOn(Thread now) {
        startedAt = System.nanoTime();
        thread = now;
    }

    private synchronized void lowerPriority(int priority) {
        if (thread != null) {
            thread.setPriority(priority);
        }
    }
}
