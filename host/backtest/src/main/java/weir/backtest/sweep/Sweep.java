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
 * Runs the trials of a sweep on several threads. A trial is a backtest with one combination of parameter values. It runs on one thread
 * and does not depend on other trials, so the result does not depend on the number of threads or on interruptions.
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
     * Runs the trials whose results are not in the file. If a trial throws an exception, no further trial starts; the file keeps the
     * results of the other trials.
     *
     * @param runner runs a trial; called concurrently
     * @param file contains results of an earlier call, and receives the new ones
     * @param progress receives the number of results after each trial; called on any thread, one call at a time
     * @return all results, in the order of the trials
     * @throws RuntimeException the exception of the runner
     * @throws UncheckedIOException if the file cannot be written
     */
    public List<TrialResult> run(
            List<Trial> trials, Function<Trial, TrialResult> runner, TrialResultFile file, IntConsumer progress)
            throws InterruptedException {
        List<TrialResult> results = new ArrayList<>(file.storedResults().values());
        AtomicBoolean hasFailed = new AtomicBoolean();
        List<Callable<Void>> pendingTrials = trials.stream()
                .filter(trial -> !file.storedResults().containsKey(trial.index()))
                .<Callable<Void>>map(trial -> () -> {
                    if (!hasFailed.get()) {
                        TrialResult result = runTrial(runner, trial, hasFailed);
                        file.add(result);
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
            for (Future<Void> task : threads.invokeAll(pendingTrials)) {
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

    private static TrialResult runTrial(Function<Trial, TrialResult> runner, Trial trial, AtomicBoolean hasFailed) {
        try {
            return runner.apply(trial);
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
