package weir.rounds.internal.challenge.replay;

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
import weir.rounds.PlayedRound;
import weir.rounds.RoundScore;
import weir.rounds.internal.PlayedRounds;
import weir.rounds.internal.challenge.replay.PairedScores.HistoryResult;
import weir.rounds.internal.challenge.replay.PairedScores.Pair;
import weir.rounds.internal.score.RoundScorer;
import weir.router.audit.AnswerEvent;
import weir.strategy.Decision;
import weir.strategy.RebalanceStrategy;

/** Replays of two strategies on stored swaps. */
class StrategyReplayTest {

    private static final RebalanceStrategy HOLD = (query, market) -> Decision.keep("held");
    private static final long ROUND_BLOCKS = 150;

    @TempDir
    Path folder;

    private static StrategyReplay replay(StoredMarket market, long roundBlocks) {
        return new StrategyReplay(
                market.store,
                key -> Optional.of(StoredMarket.POOL).filter(pool -> pool.key().equals(key)),
                roundBlocks);
    }

    /** Rounds in which the host held its positions. */
    private static List<PlayedRound> playedRounds(StoredMarket market) {
        List<AnswerEvent> answers = new ArrayList<>();
        market.run(ROUND_BLOCKS)
                .run(
                        (query, view) -> {
                            answers.add(PlayedRounds.answer(
                                    query, Decision.keep("held"), Duration.ofSeconds(query.blockNumber())));
                            return Decision.keep("held");
                        },
                        (round, swaps) -> {});
        return PlayedRounds.group(answers);
    }

    @Test
    void theDifferenceOfAPlayedRoundIsThatOfTheScoresOnItsBlocks() {
        try (StoredMarket market = new StoredMarket(folder)) {
            StrategyReplay replay = replay(market, ROUND_BLOCKS);
            RoundScorer scorer = new RoundScorer(market.store, key -> Optional.of(StoredMarket.POOL), ROUND_BLOCKS);
            int different = 0;
            for (PlayedRound round : playedRounds(market)) {
                double difference = replay.difference(round, new Pair(HOLD, StoredMarket.CENTERED))
                        .orElseThrow();
                assertEquals(
                        -difference,
                        replay.difference(round, new Pair(StoredMarket.CENTERED, HOLD))
                                .orElseThrow());
                double held = scorer.score(round)
                        .orElseThrow()
                        .result(RoundScore.HOLD)
                        .values()
                        .get(Model.VALIDATOR)
                        .score();
                assertEquals(0, held);
                different += difference != 0 ? 1 : 0;
            }
            assertTrue(different >= 10, different + " rounds differ");
        }
    }

    @Test
    void aRoundWithoutStoredSwapsHasNoDifference() {
        List<PlayedRound> rounds;
        try (StoredMarket market = new StoredMarket(folder.resolve("all"))) {
            rounds = playedRounds(market);
        }
        long gap = StoredMarket.FIRST + 2 * ROUND_BLOCKS + 5;
        try (StoredMarket market = new StoredMarket(folder.resolve("gap"), gap, StoredMarket.LAST - 1)) {
            StrategyReplay replay = replay(market, ROUND_BLOCKS);
            assertTrue(replay.difference(rounds.get(0), new Pair(HOLD, HOLD)).isPresent());
            assertEquals(Optional.empty(), replay.difference(rounds.get(3), new Pair(HOLD, HOLD)));
        }
    }

    @Test
    void theStoredHistoryGivesABoundAndALimit() {
        try (StoredMarket market = new StoredMarket(folder)) {
            HistoryResult equal = replay(market, ROUND_BLOCKS)
                    .onHistory(StoredMarket.POOL.key(), new Pair(HOLD, HOLD), 0.001)
                    .orElseThrow();
            assertEquals(new HistoryResult(0, 0.002, 36), equal, "the limit exceeds the margin");
            HistoryResult worse = replay(market, ROUND_BLOCKS)
                    .onHistory(StoredMarket.POOL.key(), new Pair(HOLD, StoredMarket.CENTERED), 0)
                    .orElseThrow();
            assertTrue(worse.bound() < 0, worse.toString());
            assertTrue(worse.limit() > 0 && worse.limit() <= StrategyReplay.MAX_LIMIT, worse.toString());
        }
    }

    @Test
    void aShortHistorySaysNothing() {
        try (StoredMarket market = new StoredMarket(folder)) {
            assertEquals(
                    Optional.empty(), replay(market, 450).onHistory(StoredMarket.POOL.key(), new Pair(HOLD, HOLD), 0));
        }
    }
}
