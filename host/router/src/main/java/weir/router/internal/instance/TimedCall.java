package weir.router.internal.instance;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Activates or deactivates a strategy on a thread of its own, so that the host's thread waits for a bounded time. A JVM cannot end a
 * thread that hangs; it is left alone.
 */
final class TimedCall<T> implements Runnable {

    static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final Supplier<T> call;
    private final Consumer<T> late;
    private T result;
    private boolean isDone;
    private boolean isAbandoned;

    private TimedCall(Supplier<T> call, Consumer<T> late) {
        this.call = call;
        this.late = late;
    }

    /**
     * Calls and waits for {@link #TIMEOUT}.
     *
     * @param thread name of the thread
     * @param call what may hang
     * @param late gets the result that comes after the timeout, on the call's thread
     * @return the result; {@code null} if the call threw, which the framework logs
     * @throws TimeoutException if it takes longer; the call goes on
     * @throws OutOfMemoryError if the system has no thread for it
     */
    static <T> T call(String thread, Supplier<T> call, Consumer<T> late) throws TimeoutException {
        TimedCall<T> timed = new TimedCall<>(call, late);
        start(thread, timed);
        return timed.await();
    }

    /**
     * Runs and waits for {@link #TIMEOUT}.
     *
     * @throws TimeoutException if it takes longer; its thread is interrupted
     * @throws OutOfMemoryError if the system has no thread for it
     */
    static void run(String thread, Runnable run) throws TimeoutException {
        TimedCall<Void> timed = new TimedCall<>(
                () -> {
                    run.run();
                    return null;
                },
                nothing -> {});
        Thread runner = start(thread, timed);
        try {
            timed.await();
        } catch (TimeoutException e) {
            runner.interrupt();
            throw e;
        }
    }

    private static Thread start(String name, Runnable run) {
        Thread thread = new Thread(run, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void run() {
        T value = null;
        try {
            value = call.get();
        } catch (Throwable t) {
            // Declarative Services and the framework have logged it.
        }
        boolean isLate;
        synchronized (this) {
            result = value;
            isDone = true;
            isLate = isAbandoned;
            notifyAll();
        }
        if (isLate) {
            late.accept(value);
        }
    }

    private synchronized T await() throws TimeoutException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        try {
            while (!isDone) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    isAbandoned = true;
                    throw new TimeoutException("it did not return within " + TIMEOUT.toSeconds()
                            + " s; its constructor, @Activate and @Deactivate method must not wait");
                }
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            isAbandoned = true;
            Thread.currentThread().interrupt();
        }
        return result;
    }
}
