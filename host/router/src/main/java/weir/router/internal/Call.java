package weir.router.internal;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One call of a strategy. Nobody can end a thread that loops, but its priority can be taken: a call that takes long goes on with what
 * the others leave of the CPU, and one that is too late with next to nothing (ADR 37).
 */
final class Call<T> extends FutureTask<T> {

    /** For so long a strategy thinks at its callers' own priority; a first call, which loads classes, takes a good part of it. */
    static final Duration AT_PAR = Duration.ofMillis(250);

    /** What {@code conf/jvm.options} maps to nice 10 and 19. A JVM without those options, and a system without nice, changes nothing. */
    static final int SLOW = 2;

    static final int LATE = Thread.MIN_PRIORITY;

    /** Who runs it now. Guarded by this: a thread that has come back is somebody else's. */
    private Thread thread;

    private long begun;

    Call(Callable<T> strategy) {
        super(strategy);
    }

    @Override
    public void run() {
        runsOn(Thread.currentThread());
        try {
            super.run();
        } finally {
            runsOn(null);
            comeBack(Thread.currentThread());
        }
    }

    /** Only a privileged process gets it back; elsewhere the thread stays behind until it has been idle for so long that it ends. */
    private static void comeBack(Thread one) {
        if (one.getPriority() != Thread.NORM_PRIORITY) {
            one.setPriority(Thread.NORM_PRIORITY);
        }
    }

    /** Waits until the deadline; a call that has not come back by then is interrupted. */
    T await(long deadlineNanos) throws InterruptedException, ExecutionException, TimeoutException {
        long look = AT_PAR.toNanos();
        while (true) {
            try {
                return get(Math.min(look, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() - deadlineNanos >= 0) {
                    giveWay(LATE);
                    cancel(true);
                    throw e;
                }
                look = AT_PAR.toNanos() - ran();
                if (look <= 0) {
                    giveWay(SLOW);
                    look = Long.MAX_VALUE;
                }
            }
        }
    }

    /** For how long it has run: waiting for a thread is not thinking. */
    private synchronized long ran() {
        return thread == null ? 0 : System.nanoTime() - begun;
    }

    private synchronized void runsOn(Thread now) {
        begun = System.nanoTime();
        thread = now;
    }

    private synchronized void giveWay(int priority) {
        if (thread != null) {
            thread.setPriority(priority);
        }
    }
}
