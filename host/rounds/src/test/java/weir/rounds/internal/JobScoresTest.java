package weir.rounds.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary.Ending;
import weir.rounds.JobScore;
import weir.rounds.PlayedRound;
import weir.rounds.RoundId;
import weir.rounds.RoundScore;
import weir.rounds.RoundScore.Result;
import weir.rounds.RoundScore.Values;
import weir.rounds.internal.store.RoundFiles;
import weir.strategy.RoundType;

/** The averages against those that a validator keeps: evaluation 0.9 old + 0.1 new, live 0.7 old + 0.3 new. */
class JobScoresTest {

    private static final double LIVE_WITHOUT_A_REBALANCE = -100;

    private final JobScores jobs = new JobScores();
    private int number;

    @Test
    void evaluationsMoveTheAverageByATenth() {
        JobScore score = of(scored(RoundType.EVALUATION, 10, 20), scored(RoundType.EVALUATION, 30, 0));
        assertEquals(0.9 * 1 + 0.1 * 30, score.played().evaluation().doubleValue(), 1e-9);
        assertEquals(0.9 * 2, score.reference().evaluation().doubleValue(), 1e-9);
        assertEquals(0, score.volatility().evaluation().doubleValue(), "an older version has scored these rounds");
        assertEquals(0, score.played().live().signum());
        assertEquals(0.6 * 3.9, score.played().combined().doubleValue(), 1e-9);
        assertEquals(2, score.played().successfulEvaluations());
    }

    @Test
    void liveRoundWithoutARebalanceCostsThirtyPercentOfAHundred() {
        JobScore score = of(
                scored(RoundType.EVALUATION, 10, 10),
                scored(RoundType.LIVE, LIVE_WITHOUT_A_REBALANCE, 20),
                scored(RoundType.LIVE, 40, 20));
        assertEquals(0.7 * -30 + 0.3 * 40, score.played().live().doubleValue(), 1e-9);
        assertEquals(0.6 * 1 + 0.4 * -9, score.played().combined().doubleValue(), 1e-9);
        assertEquals(0.7 * 6 + 0.3 * 20, score.reference().live().doubleValue(), 1e-9);
        assertEquals(2, score.played().liveRounds());
    }

    @Test
    void averagesAreRoundedAsTheValidatorStoresThem() {
        assertEquals(
                "0.123457",
                of(scored(RoundType.EVALUATION, 1.23456789, 0))
                        .played()
                        .evaluation()
                        .toPlainString());
    }

    @Test
    void roundWithoutAScoreIsCountedAndChangesNoAverage() {
        PlayedRound unscored = PlayedRounds.round(99);
        JobScore score = of(
                scored(RoundType.EVALUATION, 10, 10), unscored, scored(RoundType.EVALUATION, Double.NaN, Double.NaN));
        assertEquals(1, score.unscoredRounds());
        assertEquals(1, score.played().evaluation().doubleValue(), 1e-9);
        assertEquals(1, score.played().evaluations());
    }

    @Test
    void eachJobHasAveragesOfItsOwn() {
        PlayedRound round = scored(RoundType.EVALUATION, 10, 10);
        RoundId id = round.id();
        PlayedRound other = new PlayedRound(
                new RoundId(id.pool(), id.validator(), "another job", id.round(), id.type()),
                round.answers(),
                0,
                Map.of(),
                round.score());
        List.of(round, other, scored(RoundType.EVALUATION, 10, 10)).forEach(jobs::put);
        assertEquals(
                List.of(1, 2),
                jobs.scores().stream()
                        .map(score -> score.played().evaluations())
                        .sorted()
                        .toList());
    }

    @Test
    void scoreThatTheValidatorsDatabaseRejectsChangesNoAverageAndStopsNoOther() {
        JobScore score = of(
                scored(RoundType.EVALUATION, 10, 10),
                scored(RoundType.EVALUATION, 1e9, 20),
                scored(RoundType.EVALUATION, Double.POSITIVE_INFINITY, 0));
        assertEquals(1, score.played().evaluation().doubleValue(), 1e-9);
        assertEquals(0.9 * 2.9, score.reference().evaluation().doubleValue(), 1e-9);
    }

    @Test
    void roundsCountInTheOrderOfTheirStartAndNotOfTheirScore() {
        PlayedRound first = scored(RoundType.EVALUATION, 10, 10);
        PlayedRound second = scored(RoundType.EVALUATION, 30, 0);
        jobs.put(second);
        jobs.put(first);
        jobs.putIfAbsent(PlayedRounds.round(1)); // Was read before its score was written.
        assertEquals(3.9, jobs.scores().get(0).played().evaluation().doubleValue(), 1e-9);
        assertEquals(0, jobs.scores().get(0).unscoredRounds());
    }

    @Test
    void deletedRoundsAreLeftOut() {
        PlayedRound second = scored(RoundType.EVALUATION, 10, 10);
        jobs.put(second);
        PlayedRound third = scored(RoundType.EVALUATION, 30, 0);
        jobs.put(third);
        jobs.removeDeleted(pool -> Optional.of(RoundFiles.name(third)));
        assertEquals(3, jobs.scores().get(0).played().evaluation().doubleValue(), 1e-9);
        jobs.removeDeleted(pool -> Optional.empty());
        assertEquals(List.of(), jobs.scores());
    }

    private JobScore of(PlayedRound... rounds) {
        List.of(rounds).forEach(jobs::put);
        assertEquals(1, jobs.scores().size());
        return jobs.scores().get(0);
    }

    private PlayedRound scored(RoundType type, double played, double reference) {
        PlayedRound round = PlayedRounds.round(++number);
        RoundId id = round.id();
        return new PlayedRound(
                new RoundId(id.pool(), id.validator(), id.job(), id.round(), type),
                round.answers(),
                0,
                Map.of(),
                Optional.of(new RoundScore(
                        1, 450, List.of(result(RoundScore.PLAYED, played), result(RoundScore.REFERENCE, reference)))));
    }

    private static Result result(String name, double score) {
        return new Result(name, Ending.SCORED, "", Map.of(Model.VALIDATOR, new Values(score, 0, 0, 0, 1, 1)));
    }
}
