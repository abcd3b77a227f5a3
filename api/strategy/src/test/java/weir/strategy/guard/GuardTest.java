package weir.strategy.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.strategy.Decision;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.RebalanceQuery;
import weir.strategy.RoundType;
import weir.uniswap.v3.LiquidityAmounts;
import weir.uniswap.v3.PositionAmounts;
import weir.uniswap.v3.TickMath;
import weir.vectors.Recorded;

class GuardTest {

    private static final Inventory THOUSAND = new Inventory(BigInteger.valueOf(1_000), BigInteger.valueOf(1_000));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            -100   | 100    | -1   | 0    | has a negative allocation
            -887280| 100    | 1    | 1    | is outside ticks +-887272
            -100   | 887280 | 1    | 1    | is outside ticks +-887272
            100    | 100    | 1    | 1    | has its lower tick not below its upper tick
            200    | 100    | 1    | 1    | has its lower tick not below its upper tick
            -105   | 100    | 1    | 1    | is not on multiples of the tick spacing 10
            -100   | 105    | 1    | 1    | is not on multiples of the tick spacing 10
            -100   | 100    | 1001 | 0    | allocations of 1001 and 0 are more than the remaining inventory
            -100   | 100    | 0    | 1001 | allocations of 0 and 1001 are more than the remaining inventory
            """)
    void violationNamesTheFault(int lower, int upper, long allocation0, long allocation1, String words) {
        String violation = violation(List.of(position(lower, upper, allocation0, allocation1)));
        assertTrue(violation.contains(words), violation);
    }

    @Test
    void validRebalancePasses() {
        assertEquals("", violation(List.of(position(-100, 100, 500, 500), position(0, 200, 500, 500))));
        assertEquals("", violation(List.of()));
    }

    @Test
    void allocationsOfAllPositionsAreSummed() {
        String violation = violation(List.of(position(-100, 100, 600, 0), position(0, 200, 401, 0)));
        assertTrue(violation.contains("allocations of 1001 and 0"), violation);
    }

    @Test
    void limitsTheNumberOfPositions() {
        List<Position> many = Collections.nCopies(Guard.MAX_POSITIONS + 1, position(-100, 100, 1, 1));
        assertTrue(violation(many).contains("33 positions are more than 32"));
    }

    @Test
    void keepAndRefusePassAndNullFails() {
        RebalanceQuery query = query(List.of(position(-100, 100, 7, 7)), THOUSAND, 0, 10);
        assertEquals("", words(query, Decision.keep("")));
        assertEquals("", words(query, Decision.refuse("")));
        assertEquals("the strategy returned null", words(query, null));
    }

    @Test
    void keepingPositionsCostsNothing() {
        // No inventory is left, but the current positions may be repeated, with allocations changed by up to 2 %.
        RebalanceQuery query = query(List.of(position(-100, 100, 1_000, 1_000)), Inventory.NONE, 0, 10);
        assertEquals("", words(query, rebalance(List.of(position(-100, 100, 981, 1_000)))));
        assertTrue(words(query, rebalance(List.of(position(-100, 100, 979, 1_000))))
                .contains("allocations"));
    }

    @Test
    void toleranceMatchesTheValidator() {
        int cases = 0;
        for (JsonObject line : Recorded.VECTORS.lines("validator/tolerance.jsonl")) {
            double tolerance = line.get("tolerance").getAsDouble();
            boolean same = line.get("fn").getAsString().equals("within_tolerance")
                    ? Guard.isWithinTolerance(
                            line.get("a").getAsBigInteger(), line.get("b").getAsBigInteger(), tolerance)
                    : Guard.isWithinTolerance(
                            positions(line.getAsJsonArray("current")),
                            positions(line.getAsJsonArray("desired")),
                            tolerance);
            assertEquals(line.get("expected").getAsBoolean(), same, line.toString());
            cases++;
        }
        System.out.println("PARITY validator/tolerance.jsonl: " + cases + " cases");
        assertTrue(cases > 0, "the file has no case");
    }

    /** Random decisions: one that passes never uses more than the inventory, at any price at which it is opened. */
    @Test
    void acceptedDecisionsNeverExceedTheInventory() {
        Random random = new Random(98);
        int passed = 0;
        for (int i = 0; i < 5_000; i++) {
            int spacing = List.of(1, 10, 60, 200).get(random.nextInt(4));
            Inventory inventory = new Inventory(amount(random, 90), amount(random, 90));
            RebalanceQuery query = query(List.of(), inventory, tick(random), spacing);
            List<Position> wanted = new ArrayList<>();
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                int lower = tick(random) / spacing * spacing;
                wanted.add(new Position(
                        lower, lower + spacing * random.nextInt(-2, 500), amount(random, 89), amount(random, 89)));
            }
            if (words(query, rebalance(wanted)).isEmpty()) {
                passed++;
                assertUsesAtMost(inventory, wanted, query.currentPrice().sqrtPriceX96());
                assertUsesAtMost(inventory, wanted, TickMath.getSqrtRatioAtTick(tick(random)));
            }
        }
        assertTrue(passed > 200, "only " + passed + " random decisions passed, too few to test the property");
    }

    private static void assertUsesAtMost(Inventory inventory, List<Position> positions, BigInteger sqrtPriceX96) {
        List<PositionAmounts> used = positions.stream()
                .map(p -> LiquidityAmounts.getUsedAmounts(
                        sqrtPriceX96, p.tickLower(), p.tickUpper(), p.allocation0(), p.allocation1()))
                .toList();
        assertTrue(sum(used, PositionAmounts::amount0).compareTo(inventory.amount0()) <= 0, positions::toString);
        assertTrue(sum(used, PositionAmounts::amount1).compareTo(inventory.amount1()) <= 0, positions::toString);
    }

    private static BigInteger sum(List<PositionAmounts> used, Function<PositionAmounts, BigInteger> amount) {
        return used.stream().map(amount).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger amount(Random random, int mostBits) {
        return new BigInteger(random.nextInt(mostBits - 3, mostBits + 1), random);
    }

    private static int tick(Random random) {
        return random.nextInt(-880_000, 880_001);
    }

    private static List<Position> positions(JsonArray array) {
        return array.asList().stream()
                .map(element -> element.getAsJsonObject())
                .map(p -> new Position(
                        p.get("tick_lower").getAsInt(),
                        p.get("tick_upper").getAsInt(),
                        p.get("allocation0").getAsBigInteger(),
                        p.get("allocation1").getAsBigInteger()))
                .toList();
    }

    private static Decision rebalance(List<Position> positions) {
        return Decision.rebalance(positions, "test");
    }

    private static String violation(List<Position> positions) {
        return words(query(List.of(), THOUSAND, 0, 10), rebalance(positions));
    }

    private static String words(RebalanceQuery query, Decision decision) {
        return Guard.violation(query, decision).orElse("");
    }

    private static Position position(int lower, int upper, long allocation0, long allocation1) {
        return new Position(lower, upper, BigInteger.valueOf(allocation0), BigInteger.valueOf(allocation1));
    }

    private static RebalanceQuery query(List<Position> held, Inventory remaining, int tick, int spacing) {
        String address = "0x" + "a".repeat(40);
        return new RebalanceQuery(
                "job",
                address,
                address,
                8453,
                "round",
                RoundType.EVALUATION,
                1_000,
                Price.atTick(tick),
                held,
                remaining,
                0,
                spacing);
    }
}
