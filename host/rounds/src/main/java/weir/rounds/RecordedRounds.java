package weir.rounds;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import weir.history.PoolKey;
import weir.rounds.internal.JobScores;
import weir.rounds.internal.store.RoundFiles;
import weir.rounds.internal.store.RoundJson;

/**
 * The records in a directory, read without the host, which may run or not. Immutable.
 *
 * @param rounds the rounds, newest first
 * @param problems records that cannot be read, each with its remedy
 */
public record RecordedRounds(List<PlayedRound> rounds, List<String> problems) {

    public RecordedRounds {
        rounds = List.copyOf(rounds);
        problems = List.copyOf(problems);
    }

    /**
     * Reads the records of a directory; none if it does not exist.
     *
     * @param pool the pool; empty for all pools
     */
    public static RecordedRounds read(Path directory, Optional<PoolKey> pool) {
        RoundFiles files = new RoundFiles(directory, Duration.ZERO);
        List<PlayedRound> rounds = files.newest(pool, Instant.EPOCH).toList();
        return new RecordedRounds(rounds, files.problems());
    }

    /** Returns a record as the JSON object of its file; docs/rounds.md describes the fields. */
    public static String toJson(PlayedRound round) {
        return RoundJson.write(round);
    }

    /** Returns the moving averages of each job, as {@link Rounds#scores} does. */
    public List<JobScore> scores() {
        JobScores scores = new JobScores();
        rounds.forEach(scores::put);
        return scores.scores();
    }
}
