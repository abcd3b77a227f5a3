package weir.rounds.internal.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.backtest.experiment.StoredMarket;
import weir.backtest.result.Model;
import weir.backtest.result.RoundEvaluation;
import weir.backtest.result.RoundSummary;
import weir.backtest.result.RoundSummary.Ending;
import weir.rounds.PlayedRound;
import weir.rounds.RoundScore;
import weir.rounds.RoundScore.Values;
import weir.rounds.internal.PlayedRounds;
import weir.router.audit.AnswerEvent;
import weir.strategy.Decision;
import weir.strategy.RebalanceStrategy;

/** Scores of played rounds against those of {@code weir backtest}. */
class RoundScorerTest {

    private static final long ROUND_BLOCKS = 450;

    @TempDir
    Path folder;

    private record Played(List<PlayedRound> rounds, List<RoundSummary> backtest) {}

    /** Plays the rounds of a backtest: each of its queries is answered by the host. */
    private static Played play(StoredMarket market, RebalanceStrategy strategy) {
        List<AnswerEvent> answers = new ArrayList<>();
        List<RoundSummary> summaries = new ArrayList<>();
        market.run(ROUND_BLOCKS)
                .run(
                        (query, view) -> {
                            Decision decision = strategy.decide(query, view);
                            answers.add(PlayedRounds.answer(query, decision, Duration.ofSeconds(query.blockNumber())));
                            return decision;
                        },
                        (round, swaps) -> {
                            if (round.queryCount() > 0) {
                                summaries.add(round);
                            }
                        });
        return new Played(PlayedRounds.group(answers), summaries);
    }

    private static RoundScorer scorer(StoredMarket market, RoundSummary round) {
        return new RoundScorer(
                market.store, key -> Optional.of(StoredMarket.POOL), round.endBlock() - round.startBlock() + 1);
    }

    @Test
    void scoresEqualThoseOfABacktest() {
        try (StoredMarket market = new StoredMarket(folder)) {
            for (RebalanceStrategy strategy :
                    List.of(StoredMarket.CENTERED, new ReferenceBaseline(), (query, view) -> Decision.keep("held"))) {
                Played played = play(market, strategy);
                assertEquals(played.backtest.size(), played.rounds.size());
                assertTrue(played.rounds.size() >= 10, "rounds: " + played.rounds.size());
                for (int i = 0; i < played.rounds.size(); i++) {
                    RoundSummary expected = played.backtest.get(i);
                    RoundScore.Result actual = scorer(market, expected)
                            .score(played.rounds.get(i))
                            .orElseThrow()
                            .result(RoundScore.PLAYED);
                    assertEquals(expected.ending(), actual.ending());
                    for (Model model : Model.values()) {
                        assertSame(
                                expected.evaluations().get(model),
                                actual.values().get(model));
                    }
                }
            }
        }
    }

    private static void assertSame(RoundEvaluation expected, Values actual) {
        assertEquals(expected.scores().get(0), actual.score());
        assertEquals(expected.gainOverHolding(), actual.gainOverHolding());
        assertEquals(expected.feeValue(), actual.fees());
        assertEquals(expected.valueChange(), actual.valueChange());
    }

    @Test
    void baselinesAreScoredOnTheSameBlocks() {
        try (StoredMarket market = new StoredMarket(folder)) {
            Played reference = play(market, new ReferenceBaseline());
            Played centered = play(market, StoredMarket.CENTERED);
            for (int i = 0; i < centered.rounds.size(); i++) {
                RoundSummary summary = centered.backtest.get(i);
                RoundScore score =
                        scorer(market, summary).score(centered.rounds.get(i)).orElseThrow();
                assertSame(
                        reference.backtest.get(i).evaluations().get(Model.VALIDATOR),
                        score.result(RoundScore.REFERENCE).values().get(Model.VALIDATOR));
                assertEquals(Ending.IDLE, score.result(RoundScore.HOLD).ending());
                assertEquals(Ending.SCORED, score.result(RoundScore.VOLATILITY).ending());
            }
        }
    }

    @Test
    void roundIsScoredOnceItsLastBlockIsStored() {
        long gapFirst = StoredMarket.FIRST + 2 * ROUND_BLOCKS;
        Played played;
        try (StoredMarket market = new StoredMarket(folder.resolve("all"))) {
            played = play(market, StoredMarket.CENTERED);
        }
        try (StoredMarket market = new StoredMarket(folder.resolve("gap"), gapFirst + 5, StoredMarket.LAST - 1)) {
            RoundScorer scorer = new RoundScorer(market.store, key -> Optional.of(StoredMarket.POOL), ROUND_BLOCKS);
            List<Boolean> scored = played.rounds.stream()
                    .map(round -> scorer.score(round).isPresent())
                    .toList();
            assertTrue(scored.get(0), "its swaps are stored");
            assertTrue(scored.subList(2, scored.size()).stream().noneMatch(isScored -> isScored), "in the gap");
        }
    }
}
