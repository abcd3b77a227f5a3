package weir.backtest.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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
        Map<Integer, TrialResult> found = log.storedResults();
        List<TrialResult> results = new ArrayList<>(found.values());
        List<Trial> missing = trials.stream()
                .filter(trial -> !found.containsKey(trial.index()))
                .toList();
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                running.add(threads.submit(() -> {
                    for (int n = next.getAndIncrement(); n < missing.size(); n = next.getAndIncrement()) {
                        TrialResult result = playOrStop(player, missing.get(n), next, missing.size());
                        log.add(result);
                        synchronized (results) {
                            results.add(result);
                            progress.accept(results.size());
                        }
                    }
                    return null;
                }));
            }
            awaitAll(running);
        } finally {
            threads.shutdownNow();
        }
        results.sort(Comparator.comparingInt(result -> result.trial().index()));
        return results;
    }

    /** Plays a trial. If it throws, the other threads start no further trial. */
    private static TrialResult playOrStop(
            Function<Trial, TrialResult> player, Trial trial, AtomicInteger next, int end) {
        try {
            return player.apply(trial);
        } catch (RuntimeException | Error e) {
            next.set(end);
            throw e;
        }
    }

    private static void awaitAll(List<Future<?>> running) throws InterruptedException {
        RuntimeException failure = null;
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (ExecutionException e) {
                failure = failure != null ? failure : toUnchecked(e.getCause());
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static RuntimeException toUnchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException io ? new UncheckedIOException(io) : (RuntimeException) cause;
    }
}
