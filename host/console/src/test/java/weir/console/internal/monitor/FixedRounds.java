package weir.console.internal.monitor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import weir.history.PoolKey;
import weir.rounds.JobScore;
import weir.rounds.PlayedRound;
import weir.rounds.Rounds;

/** Rounds of a test. */
public final class FixedRounds implements Rounds {

    public final List<PlayedRound> rounds = new ArrayList<>();
    public final List<JobScore> scores = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    public int reads;
    /** What a read throws; null if nothing. */
    public RuntimeException failure;

    /** Adds a round as the newest one and calls the listeners. */
    public void add(PlayedRound round) {
        rounds.add(0, round);
        listeners.forEach(listener -> listener.onChange(round));
    }

    @Override
    public List<PlayedRound> rounds(Optional<PoolKey> pool, int limit) {
        reads++;
        if (failure != null) {
            throw failure;
        }
        return rounds;
    }

    @Override
    public List<PlayedRound> scoredAfter(Instant start, Predicate<PlayedRound> condition, int limit) {
        return List.of();
    }

    @Override
    public List<JobScore> scores() {
        return scores;
    }

    @Override
    public List<String> problems() {
        return List.of();
    }

    @Override
    public Registration addListener(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
