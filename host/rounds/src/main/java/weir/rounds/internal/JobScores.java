package weir.rounds.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary.Ending;
import weir.backtest.score.MinerScore;
import weir.history.PoolKey;
import weir.rounds.JobScore;
import weir.rounds.PlayedRound;
import weir.rounds.RoundScore;
import weir.rounds.RoundScore.Result;
import weir.rounds.RoundScore.Values;
import weir.strategy.RoundType;

/** Computes the moving averages of the jobs from their rounds. */
public final class JobScores {

    private static final Comparator<JobScore> BY_JOB = Comparator.comparing(JobScore::pool)
            .thenComparing(score -> score.validator().orElse(""))
            .thenComparing(JobScore::job);

    private record Job(PoolKey pool, Optional<String> validator, String id) {}

    private static final class Averages {
        private MinerScore played = MinerScore.NEW;
        private MinerScore reference = MinerScore.NEW;
        private int unscoredRounds;
    }

    private JobScores() {}

    /** @param rounds oldest first; each is used once, so they need not be in memory together */
    public static List<JobScore> of(Stream<PlayedRound> rounds) {
        Map<Job, Averages> jobs = new LinkedHashMap<>();
        rounds.forEachOrdered(round -> {
            Job job = new Job(
                    round.id().pool(), round.id().validator(), round.id().job());
            add(jobs.computeIfAbsent(job, key -> new Averages()), round);
        });
        List<JobScore> scores = new ArrayList<>();
        jobs.forEach((job, averages) -> scores.add(new JobScore(
                job.pool, job.validator, job.id, averages.played, averages.reference, averages.unscoredRounds)));
        scores.sort(BY_JOB);
        return scores;
    }

    private static void add(Averages averages, PlayedRound round) {
        if (round.score().isEmpty()) {
            averages.unscoredRounds++;
            return;
        }
        RoundScore score = round.score().get();
        averages.played = next(averages.played, round.id().type(), score.result(RoundScore.PLAYED));
        averages.reference = next(averages.reference, round.id().type(), score.result(RoundScore.REFERENCE));
    }

    /** A round whose evaluation fails for every miner changes no average. */
    private static MinerScore next(MinerScore average, RoundType type, Result result) {
        Values values = result.values().get(Model.VALIDATOR);
        if (values == null || Double.isNaN(values.score())) {
            return average;
        }
        boolean isAccepted = result.ending() != Ending.EXCLUDED;
        return (type == RoundType.EVALUATION
                        ? average.afterEvaluation(values.score(), isAccepted)
                        : average.afterLive(values.score(), isAccepted))
                .roundForStorage();
    }
}
