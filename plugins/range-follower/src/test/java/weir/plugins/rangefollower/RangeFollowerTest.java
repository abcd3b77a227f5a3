package weir.plugins.rangefollower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.strategy.Decision;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.testkit.Parameters;
import weir.testkit.Queries;
import weir.testkit.StrategyContract;
import weir.testkit.TestMarket;

class RangeFollowerTest implements StrategyContract {

    @Override
    public RebalanceStrategy newStrategy() {
        return with(Map.of());
    }

    private static RangeFollower with(Map<String, ?> parameters) {
        return new RangeFollower(Parameters.of(RangeFollower.Config.class, parameters));
    }

    private static Decision decide(RangeFollower strategy, RebalanceQuery query) {
        return strategy.decide(query, TestMarket.EMPTY.at(query));
    }

    private static Position moved(RangeFollower strategy, Queries query) {
        Decision decision = decide(strategy, query.build());
        List<Position> wanted =
                assertInstanceOf(Decision.Rebalance.class, decision).positions();
        assertEquals(1, wanted.size());
        return wanted.get(0);
    }

    @Test
    void opensAroundThePriceWithHalfOfTheInventory() {
        Queries first = Queries.query().priceAtTick(777).tickSpacing(10).inventory(1_000_001, 2_000_000);
        assertEquals(
                new Position(-1230, 2780, BigInteger.valueOf(500_000), BigInteger.valueOf(1_000_000)),
                moved(with(Map.of()), first));
    }

    /** A fifth of the width of -2000 to 2000 is 800 ticks. */
    @ParameterizedTest
    @CsvSource({"0, false", "1200, false", "1201, true", "2500, true", "-1200, false", "-1201, true", "-9000, true"})
    void movesOnlyNearAnEdge(int tick, boolean moves) {
        RebalanceQuery query =
                Queries.query().priceAtTick(tick).holding(-2000, 2000).build();
        assertEquals(moves, decide(with(Map.of()), query) instanceof Decision.Rebalance);
    }

    @Test
    void keepsIfOnePositionIsWellInsideItsRange() {
        Position far = new Position(40_000, 44_000, BigInteger.TEN, BigInteger.TEN);
        Position near = new Position(-2000, 2000, BigInteger.TEN, BigInteger.TEN);
        RebalanceQuery query = Queries.query().positions(far, near).build();
        assertInstanceOf(Decision.Keep.class, decide(with(Map.of()), query));
    }

    @Test
    void threeRebalancesOfARoundStayWithinTheInventory() {
        BigInteger left = BigInteger.TEN.pow(18);
        BigInteger deployed = BigInteger.ZERO;
        Position held = null;
        for (int tick : new int[] {0, 5_000, -5_000}) {
            Queries query = Queries.query().priceAtTick(tick).inventory(left.longValueExact(), left.longValueExact());
            held = moved(with(Map.of()), held == null ? query : query.positions(held));
            deployed = deployed.add(held.allocation0());
            left = left.subtract(held.allocation0());
        }
        assertEquals(new BigInteger("875000000000000000"), deployed);
    }

    @Test
    void keepsIfTheInventoryIsAlmostEmpty() {
        Queries outOfRange = Queries.query().priceAtTick(9_000).holding(-2000, 2000);
        assertInstanceOf(
                Decision.Keep.class,
                decide(with(Map.of()), outOfRange.inventory(1_000, 1_000).build()));
        assertInstanceOf(
                Decision.Keep.class,
                decide(with(Map.of()), Queries.query().inventory(1_000_000, 0).build()));
    }

    /** A narrow range has much liquidity for its worth; it is the worth that counts. */
    @Test
    void leavesANarrowRangeForAWideOne() {
        RebalanceQuery query =
                Queries.query().tickSpacing(1).priceAtTick(9_000).holding(-1, 1).build();
        assertInstanceOf(Decision.Rebalance.class, decide(with(Map.of()), query));
    }

    @Test
    void parametersChangeWidthEdgeAndStake() {
        RangeFollower narrow = with(Map.of("halfWidth", 400, "edge", 0.0, "deploy", 1));
        assertEquals(
                new Position(-400, 400, BigInteger.TEN, BigInteger.TEN),
                moved(narrow, Queries.query().inventory(10, 10)));
        RebalanceQuery atTheEnd =
                Queries.query().priceAtTick(400).holding(-400, 400).build();
        assertInstanceOf(Decision.Keep.class, decide(narrow, atTheEnd));
    }

    @ParameterizedTest
    @CsvSource({"halfWidth, 0, 1.0 to 443636.0", "edge, 0.6, 0.0 to 0.5", "deploy, 0, 0.001 to 1.0"})
    void rejectsParametersOutOfRangeByName(String parameter, double value, String range) {
        String message = assertThrows(IllegalArgumentException.class, () -> with(Map.of(parameter, value)))
                .getMessage();
        assertTrue(message.contains(parameter + " = " + value), message);
        assertTrue(message.contains(range), message);
    }
}
