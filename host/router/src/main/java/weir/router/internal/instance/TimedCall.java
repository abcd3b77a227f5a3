package weir.router.internal.instance;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs the activation or deactivation of a strategy on a new thread, so that the caller waits only until a timeout. If the call
 * hangs, its thread continues, because Java cannot stop it.
 */
final class TimedCall {

    private TimedCall() {}

    /**
     * Runs the call and waits for its result.
     *
     * @param name name of the new thread
     * @param call call that may hang
     * @param lateResult receives the result if the call returns after the timeout; runs on the call's thread
     * @param interrupts whether to interrupt the call after the timeout
     * @return result of the call; {@code null} if it threw an exception, which the framework logs
     * @throws TimeoutException if the call has not returned after the timeout
     * @throws OutOfMemoryError if the system cannot start a thread
     */
    static <T> T call(String name, Duration timeout, Supplier<T> call, Consumer<T> lateResult, boolean interrupts)
            throws TimeoutException {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(result, call, lateResult), name);
        thread.setDaemon(true);
        thread.start();
        try {
            return result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // The call may have returned meanwhile; the thread that completes the future first decides.
            if (!result.completeExceptionally(e)) {
                return result.join();
            }
            if (interrupts) {
                thread.interrupt();
            }
            throw new TimeoutException("it did not return within " + timeout.toMillis() / 1000.0
                    + " s; its constructor, @Activate and @Deactivate method must not wait");
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // only the timeout above completes it exceptionally
        }
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> call, Consumer<T> lateResult) {
        T value = null;
        try {
            value = call.get();
        } catch (Throwable t) {
            // Declarative Services or the framework has logged it.
        }
        if (!result.complete(value)) {
            lateResult.accept(value);
        }
    }
}
