package weir.backtest.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weir.backtest.EvaluationException;
import weir.backtest.Rounds;
import weir.backtest.Strategies;
import weir.backtest.Swaps;
import weir.backtest.ValidatorEvaluation;
import weir.backtest.internal.score.ValidatorTarget;
import weir.backtest.market.MarketParameters;
import weir.backtest.market.SeededMarket;
import weir.backtest.replay.ReplayedRound;
import weir.backtest.replay.RoundReplay;
import weir.backtest.round.RoundPlan.PlannedRound;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Market;
import weir.strategy.Position;
import weir.strategy.RebalanceStrategy;
import weir.strategy.Swap;

/** Rounds in process over a seeded market. */
class RoundSimulationTest {

    private static final MarketParameters MARKET = MarketParameters.day(98).withBlocks(4_000);
    private static final long FIRST = MARKET.firstBlock();
    private static final Inventory INVENTORY =
            new Inventory(BigInteger.TEN.pow(19), BigInteger.valueOf(30_000_000_000L));

    private final List<Swap> list = SeededMarket.swaps(MARKET);
    private final Swaps swaps = Swaps.of(list);
    private final RoundReplay simulation = new RoundReplay(swaps, new ValidatorTarget());
    private final RoundPlan plan =
            new RoundPlan(Rounds.round(0, 100, 0.0005, MARKET.tickSpacing(), List.of(), INVENTORY), 450, List.of());
    private final List<PlannedRound> rounds = IntStream.range(0, 8)
            .mapToObj(i -> plan.planRound(swaps, FIRST + 50 + 450L * i).orElseThrow())
            .toList();

    private ReplayedRound play(RebalanceStrategy strategy) {
        return simulation.run(rounds.get(0).round(), rounds.get(0).endBlock(), strategy);
    }

    @Test
    void roundsStartInABlockWithoutSwaps() {
        for (int i = 0; i < rounds.size(); i++) {
            PlannedRound planned = rounds.get(i);
            long begin = planned.round().startBlock();
            assertEquals(FIRST + 50 + 450L * (i + 1) - 1, planned.endBlock());
            assertEquals(FIRST + 50 + 450L * i + planned.delayBlocks(), begin);
            assertEquals(swaps.countThrough(begin - 1), swaps.countThrough(begin), "a swap in block " + begin);
        }
    }

    @Test
    void strategyIsToldThatItRunsInABacktest() {
        List<Boolean> told = new ArrayList<>();
        play((query, market) -> {
            told.add(market.isBacktest());
            return Decision.keep("seen");
        });
        assertFalse(told.isEmpty() || told.contains(false));
    }

    @Test
    void rerunIsBitIdentical() {
        for (PlannedRound planned : rounds) {
            ReplayedRound once = simulation.run(planned.round(), planned.endBlock(), Strategies.follower());
            assertNull(once.failureReason());
            assertTrue(
                    once.result().accepted() && once.result().score() != 0,
                    once.remarks().toString());
            assertEquals(once, simulation.run(planned.round(), planned.endBlock(), Strategies.follower()));
        }
    }

    @Test
    void queriesAtEveryCheckBeforeTheEnd() {
        ReplayedRound round = play(Strategies.hold());
        long begin = round.round().startBlock();
        assertEquals(
                List.of(begin, begin + 100, begin + 200, begin + 300, begin + 400),
                round.decisions().stream()
                        .map(ReplayedRound.RecordedDecision::block)
                        .toList());
        assertEquals(1, round.result().history().size());
        assertEquals(
                ValidatorEvaluation.evaluate(
                        swaps,
                        begin,
                        round.endBlock(),
                        INVENTORY,
                        0.0005,
                        List.of(round.result().history().get(0).deployment())),
                round.result().performance());
        assertEquals(List.of(), round.remarks());
    }

    @Test
    void marketNeverShowsLaterSwaps() {
        play((query, market) -> {
                    long block = query.blockNumber();
                    List<Swap> known = list.stream()
                            .filter(swap -> swap.blockNumber() <= block)
                            .toList();
                    assertEquals(known, withoutFees(market.swaps(0)));
                    assertEquals(known, withoutFees(market.swaps(Long.MIN_VALUE)));
                    assertEquals(
                            known.stream()
                                    .filter(swap -> swap.blockNumber() >= block - 10)
                                    .toList(),
                            withoutFees(market.swaps(block - 10)));
                    List<Market.Observation> prices = market.prices(0);
                    assertEquals(new Market.Observation(block, query.currentPrice()), prices.get(prices.size() - 1));
                    assertEquals(
                            known.stream()
                                            .map(Swap::blockNumber)
                                            .distinct()
                                            .filter(b -> b < block)
                                            .count()
                                    + 1,
                            prices.size());
                    assertEquals(List.of(), market.prices(block + 1));
                    assertEquals(List.of(), market.swaps(block + 1));
                    assertThrows(UnsupportedOperationException.class, () -> prices.add(null));
                    return Decision.keep("looked");
                })
                .decisions()
                .forEach(step -> assertNull(step.fallbackReason()));
    }

    private static List<Swap> withoutFees(List<Swap> swaps) {
        return swaps.stream().map(swap -> swap.withFee(OptionalInt.empty())).toList();
    }

    @Test
    void marketShowsEarlierQueriesWhereThereAreNoSwaps() {
        long quiet = FIRST + 10_000;
        Round round = plan.template().withStart(quiet, "quiet", List.of());
        ReplayedRound played = simulation.run(round, quiet + 250, (query, market) -> {
            assertEquals(
                    (query.blockNumber() - quiet) / 100 + 1,
                    market.prices(quiet).size());
            return Decision.keep("looked");
        });
        assertEquals(3, played.decisions().size());
        played.decisions().forEach(step -> assertNull(step.fallbackReason()));
        assertTrue(
                played.remarks().get(0).startsWith("no swap in the round"),
                played.remarks().toString());
    }

    @Test
    void rejectedDecisionKeepsTheCurrentPositions() {
        ReplayedRound greedy = play((query, market) -> Decision.rebalance(
                List.of(new Position(-200_000, -190_000, INVENTORY.amount0().add(BigInteger.ONE), BigInteger.ZERO)),
                "more than there is"));
        assertTrue(greedy.result().accepted());
        assertEquals(List.of(), greedy.result().history());
        assertEquals(0.0, greedy.result().score());
        assertTrue(greedy.decisions().get(0).fallbackReason().contains("allocations of 10000000000000000001"));
        assertTrue(
                greedy.remarks().get(0).startsWith("5 of 5 answers were replaced"),
                greedy.remarks().toString());
    }

    @Test
    void exceptionKeepsTheCurrentPositions() {
        ReplayedRound broken = play((query, market) -> {
            throw new IllegalStateException("out of ideas");
        });
        assertTrue(broken.result().accepted());
        assertTrue(broken.decisions().get(4).fallbackReason().contains("out of ideas"));
        assertTrue(play((query, market) -> null)
                .decisions()
                .get(0)
                .fallbackReason()
                .contains("null"));
    }

    @Test
    void refusalExcludesTheMiner() {
        ReplayedRound refused = play((query, market) -> Decision.refuse("not this pair"));
        assertFalse(refused.result().accepted());
        assertEquals(1, refused.decisions().size());
        assertEquals(List.of("excluded from the round, score 0: not this pair"), refused.remarks());
    }

    @Test
    void firstRebalanceAfterASwapFailsTheEvaluation() {
        ReplayedRound late = play(
                (query, market) -> query.blockNumber() == rounds.get(0).round().startBlock()
                        ? Decision.keep("not yet")
                        : Strategies.hold().decide(query, market));
        assertNull(late.result());
        assertTrue(late.remarks().get(0).contains("fails"), late.remarks().toString());
    }

    @Test
    void roundNeedsAPriceAtItsStart() {
        Round early = plan.template().withStart(FIRST - 10_000, "early", List.of());
        EvaluationException error =
                assertThrows(EvaluationException.class, () -> simulation.run(early, FIRST, Strategies.hold()));
        assertEquals(EvaluationException.Reason.NO_PRICE, error.reason());
    }
}
