package weir.backtest.sweep;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import weir.backtest.sweep.parameter.Trial;
import weir.backtest.sweep.result.ChunkResult;
import weir.backtest.walkforward.Chunk;

/**
 * Plays trials over chunks of rounds, on threads or machines of its choice. A trial plays each chunk with a new instance of the strategy,
 * so a (trial, chunk) pair can run anywhere and be repeated; the engine joins the chunks of a trial in round order.
 */
@ConsumerType
public interface SweepEngine extends AutoCloseable {

    /**
     * Plays each trial over all chunks. Returns when all results are delivered. After an exception no further trial starts.
     *
     * @param trials the trials, in the order of their indexes
     * @param chunks the rounds, in time order
     * @param listener receives one result per trial, in any order
     * @throws IOException from the listener
     * @throws InterruptedException if the thread is interrupted
     */
    void play(List<Trial> trials, List<Chunk> chunks, Listener listener) throws IOException, InterruptedException;

    /** Releases what the engine uses outside this process. Nothing by default. */
    @Override
    default void close() {}

    /** Receives the results of trials. Called on any thread, one call at a time. */
    @FunctionalInterface
    interface Listener {

        /** Called when a trial has played all chunks; {@code rounds} are those of all chunks, joined in round order. */
        void onTrialEnd(Trial trial, ChunkResult rounds) throws IOException;

        /**
         * Called while trials run, for the progress. Optional: an engine whose trials run elsewhere does not call it.
         *
         * @param rounds rounds played since the last call, summed over the trials
         */
        default void onRoundsPlayed(int rounds) {}
    }
}
