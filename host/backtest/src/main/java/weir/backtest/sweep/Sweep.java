package weir.backtest.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Plays trials on several threads. Each trial runs on one thread and does not depend on other trials, so the result does not depend on
 * the number of threads or on interruptions.
 */
public final class Sweep {

    private final int workers;

    /** @param workers number of threads, at least 1 */
    public Sweep(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException(workers + " workers; there must be at least 1");
        }
        this.workers = workers;
    }

    /**
     * Plays the trials whose results are not in the log. If a trial throws an exception, no further trial starts; the log keeps its
     * results.
     *
     * @param player plays a trial; called concurrently
     * @param progress receives the number of results after each trial; called on any thread, one call at a time
     * @return all results, in the order of the trials
     * @throws RuntimeException the exception of the player
     * @throws UncheckedIOException if the log cannot be written
     */
    public List<TrialResult> run(
            List<Trial> trials, Function<Trial, TrialResult> player, SweepLog log, IntConsumer progress)
            throws InterruptedException {
        List<TrialResult> results = new ArrayList<>(log.storedResults().values());
        AtomicBoolean hasFailed = new AtomicBoolean();
        List<Callable<Void>> missing = trials.stream()
                .filter(trial -> !log.storedResults().containsKey(trial.index()))
                .<Callable<Void>>map(trial -> () -> {
                    if (!hasFailed.get()) {
                        TrialResult result = play(player, trial, hasFailed);
                        log.add(result);
                        synchronized (results) {
                            results.add(result);
                            progress.accept(results.size());
                        }
                    }
                    return null;
                })
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            for (Future<Void> task : threads.invokeAll(missing)) {
                task.get();
            }
        } catch (ExecutionException e) {
            throw toUnchecked(e.getCause());
        } finally {
            threads.shutdownNow();
        }
        results.sort(Comparator.comparingInt(result -> result.trial().index()));
        return results;
    }

    private static TrialResult play(Function<Trial, TrialResult> player, Trial trial, AtomicBoolean hasFailed) {
        try {
            return player.apply(trial);
        } catch (RuntimeException | Error e) {
            hasFailed.set(true);
            throw e;
        }
    }

    private static RuntimeException toUnchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException io ? new UncheckedIOException(io) : (RuntimeException) cause;
    }
}
