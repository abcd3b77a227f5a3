package weir.router.internal.instance;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Activates or deactivates a strategy on a thread of its own, so that the host's thread waits for a bounded time. A JVM cannot end a
 * thread that hangs; it is left alone.
 */
final class TimedCall {

    private TimedCall() {}

    /**
     * Calls and waits.
     *
     * @param name name of the thread
     * @param call what may hang
     * @param late gets the result that comes after the timeout, on the call's thread
     * @param isInterruptible whether the call is interrupted after the timeout; otherwise it goes on
     * @return the result; {@code null} if the call threw, which the framework logs
     * @throws TimeoutException if it takes longer
     * @throws OutOfMemoryError if the system has no thread for it
     */
    static <T> T call(String name, Duration timeout, Supplier<T> call, Consumer<T> late, boolean isInterruptible)
            throws TimeoutException {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(result, call, late), name);
        thread.setDaemon(true);
        thread.start();
        try {
            return result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // The one of the two threads that completes the future first decides whether the call was in time.
            if (!result.completeExceptionally(e)) {
                return result.join();
            }
            if (isInterruptible) {
                thread.interrupt();
            }
            throw new TimeoutException("it did not return within " + timeout.toMillis() / 1000.0
                    + " s; its constructor, @Activate and @Deactivate method must not wait");
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // only the timeout completes it exceptionally
        }
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> call, Consumer<T> late) {
        T value = null;
        try {
            value = call.get();
        } catch (Throwable t) {
            // Declarative Services and the framework have logged it.
        }
        if (!result.complete(value)) {
            late.accept(value);
        }
    }
}
