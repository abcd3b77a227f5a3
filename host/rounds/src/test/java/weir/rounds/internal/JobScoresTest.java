package weir.rounds.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary.Ending;
import weir.rounds.JobScore;
import weir.rounds.PlayedRound;
import weir.rounds.RoundId;
import weir.rounds.RoundScore;
import weir.rounds.RoundScore.Result;
import weir.rounds.RoundScore.Values;
import weir.strategy.RoundType;

/** The averages against those that a validator keeps: evaluation 0.9 old + 0.1 new, live 0.7 old + 0.3 new. */
class JobScoresTest {

    private static final double LIVE_WITHOUT_A_REBALANCE = -100;

    @Test
    void evaluationsMoveTheAverageByATenth() {
        JobScore score = of(scored(RoundType.EVALUATION, 10, 20), scored(RoundType.EVALUATION, 30, 0));
        assertEquals(0.9 * 1 + 0.1 * 30, score.played().evaluation().doubleValue(), 1e-9);
        assertEquals(0.9 * 2, score.reference().evaluation().doubleValue(), 1e-9);
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
        PlayedRound unscored = PlayedRounds.round(2);
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
        List<JobScore> scores = JobScores.of(Stream.of(round, other, round));
        assertEquals(
                List.of(1, 2),
                scores.stream()
                        .map(score -> score.played().evaluations())
                        .sorted()
                        .toList());
    }

    private static JobScore of(PlayedRound... oldestFirst) {
        List<JobScore> scores = JobScores.of(Stream.of(oldestFirst));
        assertEquals(1, scores.size());
        return scores.get(0);
    }

    private static PlayedRound scored(RoundType type, double played, double reference) {
        PlayedRound round = PlayedRounds.round(1);
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
