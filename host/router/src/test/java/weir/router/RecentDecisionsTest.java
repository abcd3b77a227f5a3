package weir.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;

class RecentDecisionsTest {

    private static final BigInteger AMOUNT = BigInteger.valueOf(1_000_000);
    private static final List<Position> POSITIONS = List.of(new Position(-100, 100, AMOUNT, AMOUNT));
    private static final Inventory FULL = new Inventory(AMOUNT, AMOUNT);
    private static final Decision REBALANCE = Decision.rebalance(POSITIONS, "narrow");

    private final RecentDecisions decisions = new RecentDecisions();

    private static RebalanceQuery query(String round, long block, List<Position> positions, Inventory inventory) {
        return new RebalanceQuery(
                "job",
                "0x" + "cd".repeat(20),
                "0x" + "ab".repeat(20),
                8453,
                round,
                RoundType.LIVE,
                block,
                new Price(BigInteger.ONE.shiftLeft(96)),
                positions,
                inventory,
                0,
                10);
    }

    @Test
    void repeatedQueryGetsTheSameDecision() {
        decisions.add("a", query("r", 7, List.of(), FULL), REBALANCE);
        assertEquals(Optional.of(REBALANCE), decisions.find("a", query("r", 7, List.of(), FULL)));
    }

    @Test
    void openedPositionsAreKept() {
        decisions.add("a", query("r", 7, List.of(), FULL), REBALANCE);
        assertInstanceOf(
                Decision.Keep.class,
                decisions.find("a", query("r", 7, POSITIONS, Inventory.NONE)).orElseThrow());
    }

    @Test
    void otherBlockRoundOrSourceIsNoRepetition() {
        decisions.add("a", query("r", 7, List.of(), FULL), REBALANCE);
        assertEquals(Optional.empty(), decisions.find("a", query("r", 8, List.of(), FULL)));
        assertEquals(Optional.empty(), decisions.find("a", query("s", 7, List.of(), FULL)));
        assertEquals(Optional.empty(), decisions.find("b", query("r", 7, List.of(), FULL)));
    }

    /** A decision that costs nothing may change: swaps of the block may have arrived since. */
    @Test
    void onlyRebalancesAreRepeated() {
        decisions.add("a", query("r", 7, List.of(), FULL), Decision.keep("calm"));
        assertEquals(Optional.empty(), decisions.find("a", query("r", 7, List.of(), FULL)));
    }

    @Test
    void decisionThatTheInventoryForbidsIsNotRepeated() {
        decisions.add("a", query("r", 7, List.of(), FULL), REBALANCE);
        assertEquals(Optional.empty(), decisions.find("a", query("r", 7, List.of(), Inventory.NONE)));
    }

    @Test
    void numberOfRoundsIsBounded() {
        for (int i = 0; i < 2 * RecentDecisions.MAX_ROUNDS; i++) {
            decisions.add("a", query("r" + i, 7, List.of(), FULL), REBALANCE);
            assertTrue(decisions.size() <= RecentDecisions.MAX_ROUNDS);
        }
        String last = "r" + (2 * RecentDecisions.MAX_ROUNDS - 1);
        assertTrue(decisions.find("a", query(last, 7, List.of(), FULL)).isPresent());
        assertTrue(decisions.find("a", query("r0", 7, List.of(), FULL)).isEmpty());
    }
}
