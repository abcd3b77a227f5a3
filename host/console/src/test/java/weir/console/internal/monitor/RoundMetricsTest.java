package weir.console.internal.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.backtest.result.Model;
import weir.backtest.result.RoundSummary.Ending;
import weir.backtest.score.MinerScore;
import weir.metrics.Metrics;
import weir.rounds.JobScore;
import weir.rounds.PlayedRound;
import weir.rounds.RoundId;
import weir.rounds.RoundScore;
import weir.router.Answer;
import weir.router.Outcome;
import weir.router.audit.AnswerEvent;
import weir.strategy.Decision;
import weir.strategy.Position;
import weir.testkit.Queries;

class RoundMetricsTest {

    private final Metrics metrics = Metrics.create();
    private final FixedRounds rounds = new FixedRounds();
    private final RoundMetrics roundMetrics = new RoundMetrics(metrics, rounds);

    @Test
    void failedReadIsRepeated() {
        rounds.add(round("one", answer(100, 100, position(-10, 10))));
        rounds.failure = new IllegalStateException("of this test");
        metrics.text();
        rounds.failure = null;
        assertLine("weir_position_in_range_ratio{route=\"weth\"} 1.0");
    }

    @Test
    void positionsAndInventoryAreThoseOfTheNewestRound() {
        rounds.add(round("old", answer(100, 100, position(-10, 10))));
        rounds.add(round("new", answer(1_000, 0), answer(250, 0, position(-10, 10), position(10, 20))));

        assertLine("weir_position_in_range_ratio{route=\"weth\"} 0.5");
        assertLine("weir_inventory_remaining_ratio{route=\"weth\",token=\"token0\"} 0.25");
        assertFalse(metrics.text().contains("token=\"token1\""), "there was none at the start");
        assertFalse(metrics.text().contains("weir_round_score{"), "it is not scored");
    }

    @Test
    void scoresAreThoseOfTheLastScoredRoundAndTheMeanOfTheJobs() {
        PlayedRound round = round("scored", answer(1, 1));
        RoundScore.Values values = new RoundScore.Values(12.5, 0, 0, 0, 0, 0);
        rounds.scores.add(job(round, 2));
        rounds.scores.add(job(round, 4));
        rounds.add(round.withScore(new RoundScore(
                1,
                2,
                List.of(new RoundScore.Result(
                        RoundScore.PLAYED, Ending.values()[0], "", Map.of(Model.VALIDATOR, values))))));
        rounds.add(round("not scored", answer(1, 1)));

        assertLine("weir_round_score{model=\"validator\",route=\"weth\"} 12.5");
        assertLine("weir_score_ema{kind=\"evaluation\",route=\"weth\"} 3.0");
        assertLine("weir_score_ema{kind=\"live\",route=\"weth\"} 0.0");
    }

    @Test
    void recordsAreReadOnlyIfOneHasChanged() {
        metrics.text();
        metrics.text();
        assertEquals(1, rounds.reads);

        rounds.add(round("new", answer(1, 1)));
        metrics.text();
        metrics.text();

        assertEquals(2, rounds.reads);
        roundMetrics.stop();
        rounds.add(round("newer", answer(1, 1)));
        metrics.text();
        assertEquals(2, rounds.reads);
    }

    private static JobScore job(PlayedRound round, int evaluation) {
        MinerScore score =
                new MinerScore(BigDecimal.valueOf(evaluation), BigDecimal.ZERO, BigDecimal.ZERO, 1, 1, 0, 0, 0);
        return new JobScore(
                round.id().pool(), Optional.empty(), "job-" + evaluation, score, MinerScore.NEW, MinerScore.NEW, 0);
    }

    private static PlayedRound round(String id, AnswerEvent... answers) {
        RoundId first = RoundId.of(answers[0]);
        return new PlayedRound(
                new RoundId(first.pool(), first.validator(), first.job(), id, first.type()),
                List.of(answers),
                0,
                Map.of(),
                Optional.empty());
    }

    private static AnswerEvent answer(long left0, long left1, Position... positions) {
        return new AnswerEvent(
                Instant.EPOCH,
                Queries.query()
                        .priceAtTick(0)
                        .positions(positions)
                        .inventory(left0, left1)
                        .build(),
                Optional.empty(),
                new Answer(
                        Decision.keep(""), Optional.of("weth"), Optional.of("hold"), Optional.empty(), Outcome.PASSED),
                Duration.ofMillis(1));
    }

    private static Position position(int lower, int upper) {
        return new Position(lower, upper, BigInteger.ONE, BigInteger.ONE);
    }

    private void assertLine(String line) {
        String text = metrics.text();
        assertTrue(text.lines().anyMatch(line::equals), line + " is missing in\n" + text);
    }
}
