package weir.plugins.swapdirection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.strategy.Decision;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.RoundType;
import weir.strategy.Swap;
import weir.testkit.Parameters;
import weir.testkit.Queries;
import weir.testkit.StrategyContract;
import weir.testkit.TestMarket;

class SwapDirectionTest implements StrategyContract {

    private static final long BLOCK = 10_000_000;
    private static final BigInteger TOKENS = BigInteger.TEN.pow(18);

    @Override
    public RebalanceStrategy newStrategy() {
        return with(Map.of());
    }

    private static SwapDirection with(Map<String, ?> parameters) {
        return new SwapDirection(Parameters.of(Config.class, parameters));
    }

    private static Decision decide(RebalanceStrategy strategy, RebalanceQuery query, TestMarket market) {
        return strategy.decide(query, market.at(query));
    }

    /** One swap before the query's block for each character: + raises the price, - lowers it. The last one leaves tick 0. */
    private static TestMarket swaps(String directions) {
        List<Swap> swaps = new ArrayList<>();
        int length = directions.length();
        for (int i = 0; i < length; i++) {
            BigInteger paid = directions.charAt(i) == '+' ? TOKENS : TOKENS.negate();
            int tick = i + 1 == length ? 0 : 10 * (i - length);
            swaps.add(new Swap(BLOCK - length + i, 0, Price.atTick(tick), TOKENS, paid.negate(), paid));
        }
        return TestMarket.ofSwaps(swaps);
    }

    private static Position position(Decision decision) {
        List<Position> positions =
                assertInstanceOf(Decision.Rebalance.class, decision).positions();
        assertEquals(1, positions.size());
        return positions.get(0);
    }

    private static Queries live() {
        return Queries.query().roundType(RoundType.LIVE);
    }

    @ParameterizedTest
    @CsvSource({"++, true", "-++, true", "+-, false", "-+, false", "--, false", "+, false"})
    void takesPartInEvaluationAfterTwoRisingSwaps(String directions, boolean takesPart) {
        Decision decision = decide(newStrategy(), Queries.query().build(), swaps(directions));
        assertEquals(takesPart, decision instanceof Decision.Rebalance, decision.reason());
    }

    @Test
    void numberOfRisingSwapsIsAParameter() {
        RebalanceQuery query = Queries.query().build();
        assertInstanceOf(Decision.Rebalance.class, decide(with(Map.of("risingSwaps", 1)), query, swaps("-+")));
        assertInstanceOf(Decision.Keep.class, decide(with(Map.of("risingSwaps", 3)), query, swaps("-++")));
    }

    @Test
    void evaluationDeploysAThousandthOverAllTicks() {
        Position position = position(decide(newStrategy(), Queries.query().build(), swaps("++")));
        assertEquals(new Position(-887_200, 887_200, position.allocation0(), position.allocation1()), position);
        assertEquals(1e15, position.allocation0().doubleValue(), 1e3);
        assertEquals(1e15, position.allocation1().doubleValue(), 1e3);
    }

    @Test
    void keepsIfNewerSwapsAreMissing() {
        Decision decision = decide(newStrategy(), Queries.query().priceAtTick(1).build(), swaps("++"));
        assertTrue(assertInstanceOf(Decision.Keep.class, decision).reason().contains("newer swaps are missing"));
    }

    @Test
    void keepsWithoutSwapsOrToken0() {
        assertInstanceOf(
                Decision.Keep.class, decide(newStrategy(), Queries.query().build(), TestMarket.EMPTY));
        RebalanceQuery noToken0 = Queries.query().inventory(0, 1_000_000_000).build();
        assertInstanceOf(Decision.Keep.class, decide(newStrategy(), noToken0, swaps("++")));
    }

    @Test
    void deploysOnceInARound() {
        for (RoundType type : RoundType.values()) {
            RebalanceQuery query = Queries.query()
                    .roundType(type)
                    .rebalancesSoFar(1)
                    .holding(-200, 200)
                    .build();
            assertInstanceOf(Decision.Keep.class, decide(with(Map.of("baseline", true)), query, swaps("++")));
        }
    }

    @Test
    void noFirstProposalAfterASwapOfTheRound() {
        for (Queries round : List.of(Queries.query(), live())) {
            RebalanceStrategy strategy = newStrategy();
            decide(strategy, round.build(), swaps("--"));
            List<Swap> swaps = new ArrayList<>(List.of(
                    new Swap(BLOCK - 1, 0, Price.atTick(0), TOKENS, TOKENS.negate(), TOKENS),
                    new Swap(BLOCK + 50, 0, Price.atTick(0), TOKENS, TOKENS.negate(), TOKENS)));
            RebalanceQuery later = round.blockNumber(BLOCK + 100).build();
            Decision decision = decide(strategy, later, TestMarket.ofSwaps(swaps));
            assertTrue(decision.reason().startsWith("a swap came before"), decision.reason());
            assertInstanceOf(Decision.Keep.class, decision);
        }
    }

    @Test
    void changedPriceShowsASwapThatIsNotStored() {
        RebalanceStrategy strategy = newStrategy();
        decide(strategy, live().inventory(0, 0).build(), TestMarket.EMPTY);
        RebalanceQuery later = live().blockNumber(BLOCK + 100).priceAtTick(7).build();
        Decision decision = decide(strategy, later, TestMarket.EMPTY);
        assertTrue(assertInstanceOf(Decision.Keep.class, decision).reason().contains("scores -100"));
    }

    @Test
    void failedLiveExecutionIsRepeatedWhileThereIsNoSwap() {
        RebalanceStrategy strategy = newStrategy();
        Position first = position(decide(strategy, live().build(), swaps("--")));
        RebalanceQuery again = live().blockNumber(BLOCK + 100).build();
        assertEquals(first, position(decide(strategy, again, swaps("--"))));
    }

    @Test
    void liveRoundDeploysAllAtTheFirstQueryWhateverTheSwaps() {
        for (TestMarket market : List.of(TestMarket.EMPTY, swaps("--"), swaps("++"))) {
            Position position = position(decide(newStrategy(), live().build(), market));
            assertEquals(-10_000, position.tickLower());
            assertEquals(10_000, position.tickUpper());
            assertEquals(1e18, position.allocation0().doubleValue(), 1e16);
        }
    }

    @Test
    void liveRoundAlwaysChangesTheTicks() {
        Position wanted = position(decide(newStrategy(), live().build(), TestMarket.EMPTY));
        Position held = new Position(wanted.tickLower(), wanted.tickUpper(), TOKENS, TOKENS);
        Position changed = position(decide(newStrategy(), live().positions(held).build(), TestMarket.EMPTY));
        assertNotEquals(held.tickUpper(), changed.tickUpper());
        RebalanceQuery narrow = live().holding(-200, 0).build();
        Position other = position(decide(with(Map.of("halfWidth", 1)), narrow, TestMarket.EMPTY));
        assertTrue(other.tickLower() != -200 || other.tickUpper() != 0);
    }

    @ParameterizedTest
    @CsvSource({"1000000, 0, 200, 10000", "0, 1000000, -10000, 0"})
    void liveRoundWithOneTokenUsesARangeBesideThePrice(long amount0, long amount1, int lower, int upper) {
        RebalanceQuery query = live().inventory(amount0, amount1).build();
        Position position = position(decide(newStrategy(), query, TestMarket.EMPTY));
        assertEquals(List.of(lower, upper), List.of(position.tickLower(), position.tickUpper()));
        assertTrue(position.allocation0().add(position.allocation1()).signum() > 0);
    }

    @Test
    void keepInALiveRoundNamesItsCost() {
        Decision decision = decide(newStrategy(), live().inventory(0, 0).build(), TestMarket.EMPTY);
        assertTrue(assertInstanceOf(Decision.Keep.class, decision).reason().contains("scores -100"));
    }

    @Test
    void baselineIsReplacedByAWiderRangeOnlyIfTheParameterIsSet() {
        RebalanceQuery query = Queries.query().holding(-2000, 2000).build();
        Position position = position(decide(with(Map.of("baseline", true)), query, swaps("--")));
        assertEquals(-10_000, position.tickLower());
        assertInstanceOf(Decision.Keep.class, decide(newStrategy(), query, swaps("--")));
        RebalanceQuery empty = Queries.query().build();
        assertInstanceOf(Decision.Keep.class, decide(with(Map.of("baseline", true)), empty, swaps("--")));
    }

    @Test
    void stateSurvivesAnUpgradeInARound() {
        SwapDirection old = with(Map.of());
        decide(old, live().inventory(0, 0).build(), TestMarket.EMPTY);
        SwapDirection next = with(Map.of());
        next.restoreState(old.saveState());
        RebalanceQuery later = live().blockNumber(BLOCK + 100).priceAtTick(7).build();
        assertInstanceOf(Decision.Keep.class, decide(next, later, TestMarket.EMPTY));
        for (byte[] invalid : List.of(new byte[0], new byte[] {9}, new byte[] {1, 0, 0, 0, 1})) {
            assertThrows(IllegalArgumentException.class, () -> next.restoreState(invalid));
        }
        assertInstanceOf(Decision.Keep.class, decide(next, later, TestMarket.EMPTY));
    }

    @ParameterizedTest
    @CsvSource({"risingSwaps, 0", "evaluationDeploy, 0", "halfWidth, 0", "deploy, 1.1"})
    void rejectsParametersOutOfRangeByName(String parameter, double value) {
        String message = assertThrows(IllegalArgumentException.class, () -> with(Map.of(parameter, value)))
                .getMessage();
        assertTrue(message.contains(parameter + " = " + value), message);
    }
}
