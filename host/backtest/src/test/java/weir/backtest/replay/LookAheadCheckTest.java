package weir.backtest.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import weir.backtest.Rounds;
import weir.backtest.Strategies;
import weir.backtest.Swaps;
import weir.backtest.internal.round.ReplaySource;
import weir.backtest.market.MarketParameters;
import weir.backtest.market.SeededMarket;
import weir.backtest.replay.LookAheadCheck.Alteration;
import weir.backtest.replay.LookAheadCheck.Finding;
import weir.backtest.round.RoundPlan;
import weir.backtest.round.RoundPlan.PlannedRound;
import weir.market.MarketView;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Market;
import weir.strategy.Price;
import weir.strategy.RebalanceStrategy;

class LookAheadCheckTest {

    private static final MarketParameters MARKET = MarketParameters.day(98).withBlocks(1_000);

    private final Swaps swaps = Swaps.of(SeededMarket.swaps(MARKET));
    private final PlannedRound planned = new RoundPlan(
                    Rounds.round(
                            0,
                            50,
                            0.0005,
                            MARKET.tickSpacing(),
                            List.of(),
                            new Inventory(BigInteger.TEN.pow(19), BigInteger.valueOf(30_000_000_000L))),
                    800,
                    List.of())
            .planRound(swaps, MARKET.firstBlock() + 20)
            .orElseThrow();

    private List<Finding> findings(Supplier<RebalanceStrategy> strategies) {
        return LookAheadCheck.findChangedDecisions(
                strategies, planned.round(), planned.endBlock(), swaps, Optional.empty());
    }

    @Test
    void strategiesThatDoNotLookAheadPass() {
        assertEquals(List.of(), findings(Strategies::follower));
        assertEquals(List.of(), findings(Strategies::hold));
    }

    /** Remembers, beyond its own life, how a block came out, and uses it the next time it sees an earlier block. */
    @Test
    void detectsStateThatRemembersLaterPrices() {
        Map<Long, Price> diary = new HashMap<>();
        List<Finding> findings = findings(() -> (query, market) -> {
            diary.put(query.blockNumber(), query.currentPrice());
            Price next = diary.getOrDefault(query.blockNumber() + 50, query.currentPrice());
            return Decision.rebalance(List.of(Strategies.around(query, next.tick(), 10)), "I know");
        });
        assertFalse(findings.isEmpty());
    }

    /** Gets hold of the tape behind the view and reads on. */
    @Test
    void detectsAccessToLaterSwaps() {
        List<Finding> findings = findings(() -> (query, market) -> {
            Swaps tape = swapsBehind(market);
            int later = Math.min(tape.size(), tape.countThrough(query.blockNumber() + 30)) - 1;
            return Decision.rebalance(
                    List.of(Strategies.around(query, tape.price(later).tick(), 10)), "peeked");
        });
        assertFalse(findings.isEmpty());
        Finding first = findings.get(0);
        assertTrue(first.alteration() != Alteration.NONE);
        assertTrue(first.originalDecision().block() <= first.cutBlock());
        assertFalse(first.originalDecision().equals(first.changedDecision()));
    }

    /** The swaps of the replay, later ones included, which the view hides in a private field. */
    private static Swaps swapsBehind(Market market) {
        try {
            Field sources = MarketView.class.getDeclaredField("sources");
            sources.setAccessible(true);
            return ((ReplaySource) ((List<?>) sources.get(market)).get(0)).swaps();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void distinguishesNondeterminismFromLookAhead() {
        int[] calls = {0};
        List<Finding> findings = findings(() -> (query, market) -> Decision.keep("call " + calls[0]++));
        assertEquals(1, findings.size());
        assertEquals(Alteration.NONE, findings.get(0).alteration());
    }

    @Test
    void altersOnlyLaterSwaps() {
        long cut = MARKET.firstBlock() + 500;
        int known = swaps.countThrough(cut);
        Swaps mirrored = LookAheadCheck.alter(swaps, cut, Alteration.MIRRORED);
        Swaps removed = LookAheadCheck.alter(swaps, cut, Alteration.REMOVED);
        assertEquals(swaps.size(), mirrored.size());
        assertEquals(known, removed.size());
        for (int i = 0; i < swaps.size(); i++) {
            if (i < known) {
                assertEquals(swaps.swap(i), mirrored.swap(i));
                assertEquals(swaps.swap(i), removed.swap(i));
            } else {
                assertFalse(swaps.price(i).equals(mirrored.price(i)));
                assertEquals(swaps.amount0(i), mirrored.amount0(i).negate());
            }
        }
    }
}
