package weir.rounds.internal.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weir.plugins.referenceminer.ReferenceMiner;
import weir.plugins.referencevolatility.ReferenceVolatility;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;
import weir.testkit.Queries;
import weir.testkit.TestMarket;

class ReferenceBaselineTest {

    private static final int QUERIES = 20_000;
    private static final int[] SPACINGS = {1, 10, 60, 100, 200, 2000};

    @Test
    void decidesAsThePluginReferenceMiner() {
        Random random = new Random(98);
        int moved = 0;
        for (int number = 0; number < QUERIES; number++) {
            RebalanceQuery query = query(random);
            List<Position> expected = positions(query, new ReferenceMiner().decide(query, TestMarket.EMPTY.at(query)));
            Decision decision = new ReferenceBaseline().decide(query, TestMarket.EMPTY.at(query));
            assertEquals(expected, positions(query, decision), () -> "query " + query);
            moved += decision instanceof Decision.Rebalance ? 1 : 0;
        }
        assertTrue(moved > QUERIES / 10 && moved < QUERIES * 9 / 10, moved + " queries have a rebalance");
    }

    /** The plugin and the baseline are new in each round, and see the same queries of it. */
    @Test
    void decidesAsThePluginReferenceVolatility() {
        Random random = new Random(98);
        int wide = 0;
        for (int round = 0; round < QUERIES / 20; round++) {
            ReferenceVolatility plugin = new ReferenceVolatility();
            VolatilityBaseline baseline = new VolatilityBaseline();
            for (int number = 0; number < 20; number++) {
                RebalanceQuery query = query(random);
                List<Position> expected = positions(query, plugin.decide(query, TestMarket.EMPTY.at(query)));
                Decision decision = baseline.decide(query, TestMarket.EMPTY.at(query));
                assertEquals(expected, positions(query, decision), () -> "query " + query);
                wide += decision instanceof Decision.Rebalance rebalance
                                && rebalance.positions().get(0).tickUpper()
                                                - rebalance.positions().get(0).tickLower()
                                        > 21 * query.tickSpacing()
                        ? 1
                        : 0;
            }
        }
        assertTrue(wide > 100, wide + " ranges are wider than the smallest width, by the volatility");
    }

    /** Ticks up to the limits of a pool, and a held range around, at an edge of, or far from the price. */
    private static RebalanceQuery query(Random random) {
        int tick = random.nextInt(-887_000, 887_001);
        int spacing = SPACINGS[random.nextInt(SPACINGS.length)];
        Queries query = Queries.query()
                .priceAtTick(tick)
                .tickSpacing(spacing)
                .rebalancesSoFar(random.nextInt(2))
                .inventory(new Inventory(amount(random), amount(random)));
        if (random.nextInt(4) > 0) {
            int width = random.nextInt(1, 6_000);
            int lower = Math.max(-887_272, tick - random.nextInt(width + width / 4));
            query.positions(new Position(lower, Math.min(887_272, lower + width), BigInteger.ONE, BigInteger.TEN));
        }
        return query.build();
    }

    /** Sometimes dust. */
    private static BigInteger amount(Random random) {
        return new BigInteger(random.nextInt(5) == 0 ? 13 : 90, random);
    }

    private static List<Position> positions(RebalanceQuery query, Decision decision) {
        return decision instanceof Decision.Rebalance rebalance ? rebalance.positions() : query.currentPositions();
    }
}
