package weir.doctor.internal.chain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Gets an answer of one of several servers. Asks the next one when the one before has failed, or has not answered for a while; the first
 * answer counts. Thread-safe.
 */
public final class FirstAnswer<T> {

    private final List<Callable<T>> servers;
    private final Executor executor;
    private final Duration pause;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private final List<String> failures = new ArrayList<>();
    private int asked;

    private FirstAnswer(List<Callable<T>> servers, Executor executor, Duration pause) {
        this.servers = List.copyOf(servers);
        this.executor = executor;
        this.pause = pause;
    }

    /**
     * Begins to ask.
     *
     * @param servers at least one; each is called on a thread of the executor
     * @param pause how long a server may take before the next one is asked, too
     * @return fails when all servers have failed, with an {@link IllegalStateException} whose message has the reasons
     */
    public static <T> CompletableFuture<T> of(List<Callable<T>> servers, Executor executor, Duration pause) {
        FirstAnswer<T> first = new FirstAnswer<>(servers, executor, pause);
        first.askNext(0);
        return first.answer;
    }

    /** @param expected how many were asked when this call was scheduled; if it is another number now, the next one was asked already */
    private synchronized void askNext(int expected) {
        if (asked != expected || asked == servers.size() || answer.isDone()) {
            return;
        }
        Callable<T> server = servers.get(asked++);
        int count = asked;
        CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return server.call();
                            } catch (Exception e) {
                                throw new CompletionException(e);
                            }
                        },
                        executor)
                .whenComplete((value, error) -> {
                    if (error == null) {
                        answer.complete(value);
                    } else {
                        failed(error.getCause() == null ? error : error.getCause(), count);
                    }
                });
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, executor)
                .execute(() -> askNext(count));
    }

    private synchronized void failed(Throwable error, int count) {
        failures.add(String.valueOf(error.getMessage()));
        if (failures.size() == servers.size()) {
            answer.completeExceptionally(new IllegalStateException(String.join("; ", failures)));
        }
        askNext(count);
    }
}
