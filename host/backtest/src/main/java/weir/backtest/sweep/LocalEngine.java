package weir.backtest.sweep;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.walkforward.Chunk;

/** Plays trials on threads of this process. A trial runs on one thread. */
public final class LocalEngine implements SweepEngine {

    private final int workers;
    private final Player player;

    /** Plays a trial over a chunk. Called concurrently. */
    @FunctionalInterface
    public interface Player {

        /** The rounds of the chunk; equal arguments give equal results. */
        ChunkResult play(Trial trial, Chunk chunk);
    }

    /** @param workers number of threads, at least 1 */
    public LocalEngine(int workers, Player player) {
        if (workers < 1) {
            throw new IllegalArgumentException(workers + " workers; there must be at least 1");
        }
        this.workers = workers;
        this.player = player;
    }

    /**
     * After an exception of the player or the listener, no further trial starts.
     *
     * @throws RuntimeException the exception of the player
     */
    @Override
    public void play(List<Trial> trials, List<Chunk> chunks, Listener listener)
            throws IOException, InterruptedException {
        AtomicBoolean hasFailed = new AtomicBoolean();
        List<Callable<Void>> tasks = trials.stream()
                .<Callable<Void>>map(trial -> () -> {
                    if (!hasFailed.get()) {
                        try {
                            ChunkResult result = play(trial, chunks);
                            synchronized (hasFailed) {
                                listener.onTrialEnd(trial, result);
                            }
                        } catch (IOException | RuntimeException | Error e) {
                            hasFailed.set(true);
                            throw e;
                        }
                    }
                    return null;
                })
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } catch (ExecutionException e) {
            throw toUnchecked(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private ChunkResult play(Trial trial, List<Chunk> chunks) {
        return ChunkResult.join(
                chunks.stream().map(chunk -> player.play(trial, chunk)).toList());
    }

    private static RuntimeException toUnchecked(Throwable cause) throws IOException {
        if (cause instanceof IOException io) {
            throw io;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }
}
