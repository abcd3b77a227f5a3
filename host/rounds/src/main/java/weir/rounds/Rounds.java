package weir.rounds;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.osgi.annotation.versioning.ProviderType;
import weir.history.PoolKey;

/**
 * The rounds that validators played with this host. Records are files in {@code data/rounds}; they are written off the path of the
 * queries, some 20 ms after an answer. Thread-safe. Methods read files, so do not call them on a thread that answers queries.
 */
@ProviderType
public interface Rounds {

    /**
     * Returns played rounds, newest first.
     *
     * @param pool the pool; empty for all pools
     * @param limit maximum number of rounds
     */
    List<PlayedRound> rounds(Optional<PoolKey> pool, int limit);

    /**
     * Calls a function with played rounds of all pools, newest first. Reads them one by one, so that only one is in memory.
     *
     * @param limit maximum number of rounds
     * @since 1.2
     */
    default void forEachNewest(int limit, Consumer<PlayedRound> action) {
        rounds(Optional.empty(), limit).forEach(action);
    }

    /**
     * Returns scored rounds that began after a time, oldest first.
     *
     * @param condition which rounds
     * @param limit maximum number of rounds
     * @since 1.1
     */
    List<PlayedRound> scoredAfter(Instant start, Predicate<PlayedRound> condition, int limit);

    /** Returns the moving averages of each job, in the order of pool, validator and job. */
    List<JobScore> scores();

    /** Returns what an operator must solve, each with its remedy: damaged records, and a directory that cannot be written. */
    List<String> problems();

    /**
     * Adds a listener, which is called on a thread of this service after a record was written or scored. The listener must return at
     * once.
     *
     * @return removes the listener when it is closed
     */
    Registration addListener(Listener listener);

    /** Receives changed records. */
    @FunctionalInterface
    interface Listener {
        /** Called after a record was written: a query was answered, or the round was scored. */
        void onChange(PlayedRound round);
    }

    /** A registered listener. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
