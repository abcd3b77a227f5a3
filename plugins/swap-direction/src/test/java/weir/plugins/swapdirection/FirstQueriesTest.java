package weir.plugins.swapdirection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import weir.strategy.Inventory;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;
import weir.strategy.StatefulStrategy;

class FirstQueriesTest {

    private static RebalanceQuery query(String round, long block) {
        return new RebalanceQuery(
                "job",
                "0x" + "1".repeat(40),
                "0x" + "2".repeat(40),
                8453,
                round,
                RoundType.LIVE,
                block,
                Price.atTick(0),
                List.of(),
                Inventory.NONE,
                0,
                10);
    }

    @Test
    void remembersTheNewestRoundsOnly() {
        FirstQueries queries = new FirstQueries();
        for (int i = 0; i <= FirstQueries.MAX_ROUNDS; i++) {
            queries.of(query("r" + i, i));
        }
        assertEquals(1, queries.of(query("r1", 9_999)).block());
        assertEquals(9_999, queries.of(query("r0", 9_999)).block());
    }

    @Test
    void stateOfLongIdsIsSmallEnough() {
        FirstQueries queries = new FirstQueries();
        for (int i = 0; i <= FirstQueries.MAX_ROUNDS; i++) {
            queries.of(query("\u20ac".repeat(60_000) + i, i));
        }
        byte[] state = queries.toBytes();
        assertTrue(state.length <= StatefulStrategy.MAX_STATE_BYTES, "bytes: " + state.length);
        FirstQueries restored = new FirstQueries();
        restored.restore(state);
        assertEquals(7, restored.of(query("\u20ac".repeat(60_000) + 7, 9_999)).block());
    }
}
