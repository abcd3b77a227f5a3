package weir.backtest.internal.validator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weir.backtest.Swaps;
import weir.backtest.TripleDoubleColumn;
import weir.strategy.Position;
import weir.uniswap.v3.TickMath;

class LiquiditySumTest {

    private static final int ROUNDS = 3_000;
    private static final int PRICES = 60;

    private final Random random = new Random(98);

    @Test
    void fastPathEqualsExactArithmetic() {
        long inRange = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<Position> positions = positions(random.nextInt(6));
            TripleDoubleColumn prices = prices(positions);
            LiquiditySum inForce = new LiquiditySum(positions);
            ExactLiquidity exact = new ExactLiquidity(positions);
            for (int i = 0; i < PRICES; i++) {
                BigInteger price = prices.exact(i);
                inForce.compute(prices, i);
                ExactLiquidity.InRange expected = exact.at(price);
                assertEquals(expected.positions(), inForce.inRangeCount, () -> positions + " at " + price);
                assertEquals(
                        expected.liquidity().doubleValue(), inForce.totalLiquidity, () -> positions + " at " + price);
                inRange += expected.positions();
            }
        }
        assertTrue(inRange > ROUNDS, "hardly a price was in range: the test says nothing");
    }

    /** A column of prices in, at, beside and far from the ranges, some of them clustered as a market's are. */
    private TripleDoubleColumn prices(List<Position> positions) {
        Swaps.Builder swaps = Swaps.builder(PRICES);
        for (int i = 0; i < PRICES; i++) {
            swaps.add(i, 0, price(positions), BigInteger.ONE, BigInteger.ONE, BigInteger.ONE.negate());
        }
        return swaps.build().sqrtPrices();
    }

    private BigInteger price(List<Position> positions) {
        if (positions.isEmpty() || random.nextInt(20) == 0) {
            return between(TickMath.MIN_SQRT_RATIO, TickMath.MAX_SQRT_RATIO);
        }
        Position near = positions.get(random.nextInt(positions.size()));
        BigInteger lower = TickMath.getSqrtRatioAtTick(near.tickLower());
        BigInteger upper = TickMath.getSqrtRatioAtTick(near.tickUpper());
        return switch (random.nextInt(8)) {
            case 0 -> lower.add(BigInteger.valueOf(random.nextInt(5) - 2));
            case 1 -> upper.add(BigInteger.valueOf(random.nextInt(5) - 2));
            case 2 ->
                TickMath.getSqrtRatioAtTick(near.tickLower() + random.nextInt(near.tickUpper() - near.tickLower() + 1));
            case 3 ->
                lower.add(new BigInteger(random.nextInt(upper.subtract(lower).bitLength() + 1), random));
            default -> between(lower, upper);
        };
    }

    private BigInteger between(BigInteger least, BigInteger most) {
        BigInteger span = most.subtract(least).add(BigInteger.ONE);
        return least.add(new BigInteger(span.bitLength() + 64, random).mod(span));
    }

    private List<Position> positions(int count) {
        List<Position> positions = new ArrayList<>();
        int middle = random.nextInt(2 * TickMath.MAX_TICK) - TickMath.MAX_TICK;
        for (int i = 0; i < count; i++) {
            int width = 1 + random.nextInt(1 << random.nextInt(21));
            int lower =
                    Math.max(TickMath.MIN_TICK, Math.min(TickMath.MAX_TICK - 1, middle - random.nextInt(width + 1)));
            int upper = Math.max(lower + 1, Math.min(TickMath.MAX_TICK, lower + width));
            positions.add(new Position(lower, upper, allocation(), allocation()));
        }
        return positions;
    }

    private BigInteger allocation() {
        return switch (random.nextInt(12)) {
            case 0 -> BigInteger.ZERO;
            case 1 -> BigInteger.ONE.shiftLeft(random.nextInt(128));
            case 2 -> BigInteger.TEN.pow(random.nextInt(40));
            case 3 -> new BigInteger(random.nextInt(60), random).negate();
            case 4 -> new BigInteger(210, random);
            default -> new BigInteger(random.nextInt(120), random);
        };
    }
}
