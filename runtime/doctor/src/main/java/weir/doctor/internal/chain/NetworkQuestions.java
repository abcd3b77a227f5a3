package weir.doctor.internal.chain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the network in parallel, on daemon threads. Answers are awaited until a deadline that all questions share. */
public final class NetworkQuestions implements AutoCloseable {

    /** A server that answers takes less. */
    private static final Duration PAUSE_BETWEEN_SERVERS = Duration.ofSeconds(2);

    private final Duration timeout;
    private final long deadlineNanos;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "network question");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * An answer.
     *
     * @param value empty if there is none
     * @param reason why there is none, without a full stop; empty if there is one
     */
    public record Answer<T>(Optional<T> value, String reason) {}

    /** @param timeout how long answers are awaited from now on */
    public NetworkQuestions(Duration timeout) {
        this.timeout = timeout;
        this.deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    /**
     * Begins to ask the first of several servers; see {@link FirstAnswer}.
     *
     * @param servers each is called on a thread of its own
     */
    public <T> CompletableFuture<T> askInTurn(List<Callable<T>> servers) {
        return FirstAnswer.of(servers, threads, PAUSE_BETWEEN_SERVERS);
    }

    /**
     * Waits until the deadline.
     *
     * @param servers names of the servers that were asked, for the reason
     */
    public <T> Answer<T> await(CompletableFuture<T> question, List<String> servers) {
        try {
            long nanos = Math.max(0, deadlineNanos - System.nanoTime());
            return new Answer<>(Optional.of(question.get(nanos, TimeUnit.NANOSECONDS)), "");
        } catch (TimeoutException e) {
            return new Answer<>(
                    Optional.empty(), String.join(", ", servers) + ": no answer within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            return new Answer<>(Optional.empty(), String.valueOf(e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer<>(Optional.empty(), "interrupted");
        }
    }

    /** Interrupts the questions that are not answered. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
