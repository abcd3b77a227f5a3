package weir.rounds.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary.Ending;
import weir.backtest.score.MinerScore;
import weir.history.PoolKey;
import weir.rounds.JobScore;
import weir.rounds.PlayedRound;
import weir.rounds.RoundScore;
import weir.rounds.RoundScore.Result;
import weir.rounds.RoundScore.Values;
import weir.rounds.internal.store.RoundFiles;
import weir.strategy.RoundType;

/**
 * The moving averages of the jobs. Keeps a few numbers of each recorded round instead of its record, so a change computes only the
 * averages of its job anew and reads no file. Thread-safe.
 */
public final class JobScores {

    private static final Comparator<JobScore> BY_JOB = Comparator.comparing(JobScore::pool)
            .thenComparing(score -> score.validator().orElse(""))
            .thenComparing(JobScore::job);

    private record JobId(PoolKey pool, Optional<String> validator, String id) {}

    /** What a round adds to an average; a score that is not finite changes nothing. */
    private record Contribution(double score, boolean isAccepted) {

        /** What a round adds whose record has no such score. */
        private static final Contribution NONE = new Contribution(Double.NaN, true);

        static Contribution of(Result result) {
            Values values = result.values().get(Model.VALIDATOR);
            return new Contribution(values == null ? Double.NaN : values.score(), result.ending() != Ending.EXCLUDED);
        }

        MinerScore addTo(MinerScore average, RoundType type) {
            if (!Double.isFinite(score)) {
                return average; // The evaluation fails for every miner.
            }
            try {
                return (type == RoundType.EVALUATION
                                ? average.afterEvaluation(score, isAccepted)
                                : average.afterLive(score, isAccepted))
                        .roundForStorage();
            } catch (ArithmeticException e) {
                return average; // The validator's database rejects such an average and keeps the old one.
            }
        }
    }

    private record Summary(RoundType type, Optional<RoundScores> scores) {

        private record RoundScores(Contribution played, Contribution reference, Contribution volatility) {}

        static Summary of(PlayedRound round) {
            return new Summary(
                    round.id().type(),
                    round.score()
                            .map(score -> new RoundScores(
                                    Contribution.of(score.result(RoundScore.PLAYED)),
                                    Contribution.of(score.result(RoundScore.REFERENCE)),
                                    score.find(RoundScore.VOLATILITY)
                                            .map(Contribution::of)
                                            .orElse(Contribution.NONE))));
        }
    }

    private static final class Job {
        /** By the name of the record's file, so oldest first. */
        private final TreeMap<String, Summary> rounds = new TreeMap<>();
        /** Null after a change. */
        private JobScore score;

        JobScore score(JobId id) {
            if (score == null) {
                MinerScore played = MinerScore.NEW;
                MinerScore reference = MinerScore.NEW;
                MinerScore volatility = MinerScore.NEW;
                int unscored = 0;
                for (Summary round : rounds.values()) {
                    if (round.scores.isEmpty()) {
                        unscored++;
                        continue;
                    }
                    played = round.scores.get().played.addTo(played, round.type);
                    reference = round.scores.get().reference.addTo(reference, round.type);
                    volatility = round.scores.get().volatility.addTo(volatility, round.type);
                }
                score = new JobScore(id.pool, id.validator, id.id, played, reference, volatility, unscored);
            }
            return score;
        }
    }

    private final Map<JobId, Job> jobs = new HashMap<>();

    /** Adds a round, or replaces what is known of it. */
    public synchronized void put(PlayedRound round) {
        Job job = job(round);
        Summary summary = Summary.of(round);
        if (!summary.equals(job.rounds.put(RoundFiles.name(round), summary))) {
            job.score = null;
        }
    }

    /** Adds a round of which nothing is known. */
    public synchronized void putIfAbsent(PlayedRound round) {
        Job job = job(round);
        if (job.rounds.putIfAbsent(RoundFiles.name(round), Summary.of(round)) == null) {
            job.score = null;
        }
    }

    private Job job(PlayedRound round) {
        return jobs.computeIfAbsent(
                new JobId(round.id().pool(), round.id().validator(), round.id().job()), id -> new Job());
    }

    /**
     * Removes the rounds whose records were deleted, which are the oldest ones of a pool.
     *
     * @param oldest the name of a pool's oldest record; empty if the pool has none
     */
    public synchronized void removeDeleted(Function<PoolKey, Optional<String>> oldest) {
        jobs.forEach((id, job) -> {
            Map<String, Summary> deleted = oldest.apply(id.pool)
                    .<Map<String, Summary>>map(job.rounds::headMap)
                    .orElse(job.rounds);
            if (!deleted.isEmpty()) {
                deleted.clear();
                job.score = null;
            }
        });
        jobs.values().removeIf(job -> job.rounds.isEmpty());
    }

    /** Returns the averages, in the order of pool, validator and job. */
    public synchronized List<JobScore> scores() {
        List<JobScore> scores = new ArrayList<>();
        jobs.forEach((id, job) -> scores.add(job.score(id)));
        scores.sort(BY_JOB);
        return scores;
    }
}
