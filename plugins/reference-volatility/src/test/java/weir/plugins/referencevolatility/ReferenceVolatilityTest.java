package weir.plugins.referencevolatility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weir.strategy.Decision;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.testkit.Queries;
import weir.testkit.StrategyContract;
import weir.testkit.TestMarket;

class ReferenceVolatilityTest implements StrategyContract {

    private static final int[] SPACINGS = {1, 10, 50, 60, 100, 200, 2000};

    @Override
    public RebalanceStrategy newStrategy() {
        return new ReferenceVolatility();
    }

    private static Decision decide(ReferenceVolatility strategy, RebalanceQuery query) {
        return strategy.decide(query, TestMarket.EMPTY.at(query));
    }

    private static Position moved(ReferenceVolatility strategy, Queries query) {
        return assertInstanceOf(Decision.Rebalance.class, decide(strategy, query.build()))
                .positions()
                .get(0);
    }

    /**
     * Sequences of queries, compared with the formulas in decimal arithmetic. The price is in the middle of a tick, where it does not
     * matter how the tick is rounded, except that it is cut towards zero.
     */
    @Test
    void decidesByTheFormulasOfTheReferenceMiner() {
        Random random = new Random(98);
        for (int sequence = 0; sequence < 300; sequence++) {
            int spacing = SPACINGS[random.nextInt(SPACINGS.length)];
            int start = random.nextInt(100) < 50 ? random.nextInt(2000) - 1000 : random.nextInt(1_600_000) - 800_000;
            ReferenceVolatility strategy = new ReferenceVolatility();
            Expected expected = new Expected();
            Position held = null;
            for (int i = 0; i < 30; i++) {
                int tick = start + random.nextInt(1 + 20 * spacing);
                Queries query = Queries.query()
                        .priceAtTick(tick)
                        .tickSpacing(spacing)
                        .rebalancesSoFar(random.nextInt(3))
                        .inventory(amount(random), amount(random));
                RebalanceQuery asked = (held == null || random.nextInt(5) == 0 ? query : query.positions(held)).build();
                Decision decision = decide(strategy, asked);
                Position wanted = expected.decide(asked, (int) asTheReferenceRounds(tick));
                if (wanted == null) {
                    assertInstanceOf(Decision.Keep.class, decision, asked::toString);
                } else {
                    held = assertInstanceOf(Decision.Rebalance.class, decision, asked::toString)
                            .positions()
                            .get(0);
                    assertEquals(wanted, held, asked::toString);
                }
            }
        }
    }

    private static long amount(Random random) {
        return random.nextBoolean() ? random.nextInt(10_002) : random.nextLong(1L << 62);
    }

    /** The price of a tick is rounded to a double, so the logarithm may lie just below or above the tick. */
    private static double asTheReferenceRounds(int tick) {
        double sqrt = Math.scalb(
                Queries.query()
                        .priceAtTick(tick)
                        .build()
                        .currentPrice()
                        .sqrtPriceX96()
                        .doubleValue(),
                -96);
        return 2 * StrictMath.log(sqrt) / StrictMath.log(1.0001);
    }

    /** An independent transcription of the formulas. */
    private static final class Expected {

        private final List<Integer> queue = new ArrayList<>();

        /** Null for a query that is answered with the current positions. */
        Position decide(RebalanceQuery query, int tick) {
            push(tick);
            if (!query.currentPositions().isEmpty() && query.rebalancesSoFar() != 0) {
                Position first = query.currentPositions().get(0);
                BigDecimal fifth = BigDecimal.valueOf(first.tickUpper() - first.tickLower())
                        .divide(BigDecimal.valueOf(5));
                boolean isAbove = BigDecimal.valueOf(tick)
                                .compareTo(BigDecimal.valueOf(first.tickLower()).add(fifth))
                        >= 0;
                boolean isBelow = BigDecimal.valueOf(tick)
                                .compareTo(BigDecimal.valueOf(first.tickUpper()).subtract(fifth))
                        <= 0;
                if (isAbove && isBelow) {
                    return null;
                }
            }
            push(tick);
            if (queue.size() == 10 && queue.subList(0, 9).contains(0)) {
                return null;
            }
            BigDecimal s = BigDecimal.valueOf(query.tickSpacing());
            BigDecimal width = volatility().multiply(BigDecimal.valueOf(3)).max(s.multiply(BigDecimal.TEN));
            BigDecimal center = snap(BigDecimal.valueOf(tick), s);
            boolean dust0 = query.inventoryRemaining().amount0().compareTo(BigInteger.valueOf(10_000)) <= 0;
            boolean dust1 = query.inventoryRemaining().amount1().compareTo(BigInteger.valueOf(10_000)) <= 0;
            BigDecimal lower = snap(center.subtract(width), s);
            BigDecimal upper = snap(center.add(width), s);
            if (dust0 && !dust1) {
                lower = center.add(s);
                upper = snap(lower.add(width).add(width), s);
            } else if (dust1 && !dust0) {
                upper = center.subtract(s);
                lower = snap(upper.subtract(width).subtract(width), s);
            }
            return new Position(
                    lower.intValueExact(),
                    upper.intValueExact(),
                    query.inventoryRemaining().amount0(),
                    query.inventoryRemaining().amount1());
        }

        private void push(int tick) {
            queue.add(tick);
            if (queue.size() > 10) {
                queue.remove(0);
            }
        }

        private BigDecimal volatility() {
            if (queue.size() < 10) {
                return BigDecimal.ZERO;
            }
            MathContext digits = MathContext.DECIMAL128;
            List<BigDecimal> changes = new ArrayList<>();
            for (int i = 1; i < queue.size(); i++) {
                BigDecimal before = BigDecimal.valueOf(queue.get(i - 1));
                changes.add(BigDecimal.valueOf(queue.get(i)).subtract(before).divide(before, digits));
            }
            BigDecimal count = BigDecimal.valueOf(changes.size());
            BigDecimal mean =
                    changes.stream().reduce(BigDecimal.ZERO, BigDecimal::add).divide(count, digits);
            BigDecimal variance = changes.stream()
                    .map(change -> change.subtract(mean).pow(2))
                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                    .divide(count, digits);
            return variance.sqrt(digits);
        }

        /** Cut towards zero, then down to a multiple of the tick spacing. */
        private static BigDecimal snap(BigDecimal tick, BigDecimal spacing) {
            return tick.setScale(0, RoundingMode.DOWN)
                    .divide(spacing, 0, RoundingMode.FLOOR)
                    .multiply(spacing);
        }
    }

    @Test
    void movesAtTheFirstQueryOfARoundAlsoInTheMiddleOfItsRange() {
        ReferenceVolatility strategy = new ReferenceVolatility();
        Queries inTheMiddle = Queries.query().tickSpacing(10).holding(-100, 100);
        assertEquals(-100, moved(strategy, inTheMiddle.rebalancesSoFar(0)).tickLower());
        assertInstanceOf(
                Decision.Keep.class,
                decide(strategy, inTheMiddle.rebalancesSoFar(1).build()));
    }

    @Test
    void whereTheReferenceMinerWouldFailItSaysSo() {
        ReferenceVolatility strategy = new ReferenceVolatility();
        for (int i = 0; i < 4; i++) {
            moved(strategy, Queries.query().priceAtTick(0));
        }
        String reason = decide(strategy, Queries.query().priceAtTick(0).build()).reason();
        assertTrue(reason.contains("divides by a recent tick that is 0"), reason);
        reason = decide(
                        new ReferenceVolatility(),
                        Queries.query().priceAtTick(887_200).tickSpacing(10).build())
                .reason();
        assertTrue(reason.contains("outside the ticks of a pool"), reason);
    }

    @Test
    void rangeForAMissingTokenIsExplained() {
        Queries withoutToken1 = Queries.query().tickSpacing(10).inventory(1L << 60, 10_000);
        String reason = decide(new ReferenceVolatility(), withoutToken1.build()).reason();
        assertTrue(reason.contains("needs the missing token and uses nothing"), reason);
    }

    @Test
    void stateOfAnotherFormatIsRejected() {
        for (byte[] state : new byte[][] {{}, {2}, {1, 0, 0}}) {
            assertThrows(IllegalArgumentException.class, () -> new ReferenceVolatility().restoreState(state));
        }
    }
}
