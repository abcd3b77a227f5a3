package weir.router.internal;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs what a strategy does at its start and its end on a thread of its own: the host's threads, which call for it, wait for a
 * bounded time. A JVM cannot end what hangs; its thread is left alone, and interrupted where nobody has use for its result any more.
 */
final class Supervised {

    /** As long as a query's answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private Supervised() {}

    /**
     * Calls and waits.
     *
     * @param thread name of the thread, which shows in a thread dump who hangs
     * @param call what may hang
     * @param late gets the result that came when nobody waited any more, {@code null} where the call threw
     * @return the result; {@code null} also where the call threw, which DS and the framework log
     * @throws TimeoutException if it takes too long; the call goes on
     */
    static <T> T call(String thread, Supplier<T> call, Consumer<T> late) throws TimeoutException {
        return call(thread, new Task<>(call, late), false);
    }

    /**
     * Runs and waits.
     *
     * @throws TimeoutException if it takes too long; the run is interrupted
     */
    static void run(String thread, Runnable run) throws TimeoutException {
        Supplier<Object> nothing = () -> {
            run.run();
            return null;
        };
        call(thread, new Task<>(nothing, ignored -> {}), true);
    }

    private static <T> T call(String thread, Task<T> task, boolean interrupting) throws TimeoutException {
        Thread runner = new Thread(task, thread);
        runner.setDaemon(true);
        runner.start();
        try {
            return task.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (task.cancel(interrupting)) {
                throw new TimeoutException("it hung for " + PATIENCE.toSeconds() + " s; mend its constructor, @Activate"
                        + " or @Deactivate method, which must not wait");
            }
            return task.result.value; // it came at the last moment
        } catch (InterruptedException e) {
            task.cancel(interrupting);
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | CancellationException e) {
            return null;
        }
    }

    private static final class Task<T> extends FutureTask<T> {
        private final Result<T> result;
        private final Consumer<T> late;

        Task(Supplier<T> call, Consumer<T> late) {
            this(new Result<>(call), late);
        }

        private Task(Result<T> result, Consumer<T> late) {
            super(result::get);
            this.result = result;
            this.late = late;
        }

        @Override
        public void run() {
            super.run();
            if (isCancelled()) {
                late.accept(result.value);
            }
        }
    }

    /** Keeps what a cancelled task would forget; only the task's own thread touches it. */
    private static final class Result<T> {
        private final Supplier<T> call;
        private T value;

        Result(Supplier<T> call) {
            this.call = call;
        }

        T get() {
            value = call.get();
            return value;
        }
    }
}
