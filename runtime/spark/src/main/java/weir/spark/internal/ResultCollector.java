package weir.spark.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import weir.backtest.sweep.SweepEngine.Listener;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.base.WeirException;
import weir.spark.internal.executor.TaskResult;

/** Joins the results of tasks, which arrive in any order, to those of trials. Spark's scheduler thread calls it; an exception ends the job. */
final class ResultCollector {

    private final List<List<Trial>> batches;
    private final int chunks;
    private final Listener listener;
    /** By batch, those whose chunks are not complete. */
    private final Map<Integer, TaskResult[]> incomplete = new HashMap<>();

    private Exception failure;

    /**
     * @param batches the trials of each batch; task {@code b * chunks + c} plays chunk {@code c} of batch {@code b}
     * @param chunks number of chunks
     */
    ResultCollector(List<List<Trial>> batches, int chunks, Listener listener) {
        this.batches = batches;
        this.chunks = chunks;
        this.listener = listener;
    }

    /** Adds the result of a task. */
    synchronized void add(int task, byte[] bytes) {
        TaskResult result = TaskResult.parse(bytes);
        if (!result.refusal().isEmpty()) {
            throw fail(WeirException.failed(result.refusal(), "Then run the same command again."));
        }
        int batch = task / chunks;
        TaskResult[] parts = incomplete.computeIfAbsent(batch, each -> new TaskResult[chunks]);
        parts[task % chunks] = result;
        if (Stream.of(parts).allMatch(part -> part != null)) {
            incomplete.remove(batch);
            deliver(batches.get(batch), parts);
        }
    }

    private void deliver(List<Trial> trials, TaskResult[] parts) {
        try {
            for (int i = 0; i < trials.size(); i++) {
                int index = i;
                listener.onTrialEnd(
                        trials.get(i),
                        ChunkResult.join(IntStream.range(0, chunks)
                                .mapToObj(chunk -> parts[chunk].chunks().get(index))
                                .toList()));
            }
        } catch (IOException e) {
            throw fail(new UncheckedIOException(e));
        } catch (RuntimeException e) {
            throw fail(e);
        }
    }

    private RuntimeException fail(RuntimeException e) {
        failure = e;
        return e;
    }

    /** Throws what ended the job in {@link #add}, if it did. */
    synchronized void rethrow() throws IOException {
        if (failure instanceof UncheckedIOException e) {
            throw e.getCause();
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
    }
}
