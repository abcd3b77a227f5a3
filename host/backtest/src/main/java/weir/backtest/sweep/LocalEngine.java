package weir.backtest.sweep;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.walkforward.Chunk;

/** Plays trials on threads of this process. A trial runs on one thread, together with other trials. */
public final class LocalEngine implements SweepEngine {

    private final int workers;
    private final int groupSize;
    private final GroupPlayer player;

    /** Plays a trial over a chunk. Called concurrently. */
    @FunctionalInterface
    public interface Player {

        /** The rounds of the chunk; equal arguments give equal results. */
        ChunkResult play(Trial trial, Chunk chunk);
    }

    /** Plays several trials over a chunk. Called concurrently. */
    @FunctionalInterface
    public interface GroupPlayer {

        /**
         * The rounds of the chunk for each trial; they do not depend on which trials play together.
         *
         * @param progress receives the number of rounds played since its last call, summed over the trials
         */
        List<ChunkResult> play(List<Trial> trials, Chunk chunk, IntConsumer progress);
    }

    /**
     * An engine that plays each trial for itself.
     *
     * @param workers number of threads, at least 1
     */
    public LocalEngine(int workers, Player player) {
        this(workers, 1, (trials, chunk, progress) -> List.of(player.play(trials.get(0), chunk)));
    }

    /**
     * @param workers number of threads, at least 1
     * @param groupSize most trials that play together, at least 1
     */
    public LocalEngine(int workers, int groupSize, GroupPlayer player) {
        if (workers < 1 || groupSize < 1) {
            throw new IllegalArgumentException(
                    workers + " workers, groups of " + groupSize + "; there must be at least 1");
        }
        this.workers = workers;
        this.groupSize = groupSize;
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
        List<Callable<Void>> tasks = groups(trials).stream()
                .<Callable<Void>>map(group -> () -> {
                    if (!hasFailed.get()) {
                        try {
                            List<ChunkResult> results = play(group, chunks, rounds -> {
                                synchronized (hasFailed) {
                                    listener.onRoundsPlayed(rounds);
                                }
                            });
                            synchronized (hasFailed) {
                                for (int i = 0; i < group.size(); i++) {
                                    listener.onTrialEnd(group.get(i), results.get(i));
                                }
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

    /** Groups of about the same size, as many for each worker. */
    private List<List<Trial>> groups(List<Trial> trials) {
        int perWorker = (trials.size() + workers * groupSize - 1) / (workers * groupSize);
        int count = Math.min(trials.size(), workers * perWorker);
        return IntStream.range(0, count)
                .mapToObj(i -> trials.subList(trials.size() * i / count, trials.size() * (i + 1) / count))
                .toList();
    }

    private List<ChunkResult> play(List<Trial> group, List<Chunk> chunks, IntConsumer progress) {
        List<List<ChunkResult>> played = chunks.stream()
                .map(chunk -> player.play(group, chunk, progress))
                .toList();
        return IntStream.range(0, group.size())
                .mapToObj(i -> ChunkResult.join(
                        played.stream().map(results -> results.get(i)).toList()))
                .toList();
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
