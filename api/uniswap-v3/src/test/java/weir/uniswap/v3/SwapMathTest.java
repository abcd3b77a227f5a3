package weir.uniswap.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.uniswap.v3.Numbers.big;
import static weir.uniswap.v3.Numbers.e18;
import static weir.uniswap.v3.Numbers.sqrtOf;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import weir.uniswap.v3.SwapMath.Step;

/** A swap step against the figures of v3-core's own test, and by what every step must satisfy. */
class SwapMathTest {

    private static final BigInteger LIQUIDITY = e18(2);

    @Test
    void inputIsCappedAtTheTarget() {
        Step step = SwapMath.computeSwapStep(sqrtOf(1, 1), sqrtOf(101, 100), LIQUIDITY, e18(1), 600);
        assertEquals(step(sqrtOf(101, 100), "9975124224178055", "9925619580021728", "5988667735148"), step);
    }

    @Test
    void outputIsCappedAtTheTarget() {
        Step step = SwapMath.computeSwapStep(sqrtOf(1, 1), sqrtOf(101, 100), LIQUIDITY, e18(-1), 600);
        assertEquals(step(sqrtOf(101, 100), "9975124224178055", "9925619580021728", "5988667735148"), step);
    }

    @Test
    void spendsTheWholeInput() {
        Step step = SwapMath.computeSwapStep(sqrtOf(1, 1), sqrtOf(1000, 100), LIQUIDITY, e18(1), 600);
        BigInteger next = SqrtPriceMath.getNextSqrtPriceFromInput(
                sqrtOf(1, 1), LIQUIDITY, e18(1).subtract(step.feeAmount()), false);
        assertEquals(step(next, "999400000000000000", "666399946655997866", "600000000000000"), step);
    }

    @Test
    void returnsTheWholeOutput() {
        Step step = SwapMath.computeSwapStep(sqrtOf(1, 1), sqrtOf(10_000, 100), LIQUIDITY, e18(-1), 600);
        BigInteger next = SqrtPriceMath.getNextSqrtPriceFromOutput(sqrtOf(1, 1), LIQUIDITY, e18(1), false);
        assertEquals(step(next, "2000000000000000000", "1000000000000000000", "1200720432259356"), step);
    }

    @Test
    void outputIsCappedAtTheRequestedAmount() {
        Step step = SwapMath.computeSwapStep(
                big("417332158212080721273783715441582"),
                big("1452870262520218020823638996"),
                big("159344665391607089467575320103"),
                big(-1),
                1);
        assertEquals(step(big("417332158212080721273783715441581"), "1", "1", "1"), step);
    }

    @Test
    void lowestPriceUsesPartOfTheInput() {
        Step step = SwapMath.computeSwapStep(big(2), big(1), big(1), big("3915081100057732413702495386755767"), 1);
        assertEquals(step(big(1), "39614081257132168796771975168", "0", "39614120871253040049813"), step);
    }

    @Test
    void feeCanConsumeTheWholeInput() {
        Step step = SwapMath.computeSwapStep(
                big(2413), big("79887613182836312"), big("1985041575832132834610021537970"), big(10), 1872);
        assertEquals(step(big(2413), "0", "0", "10"), step);
    }

    @Test
    void insufficientLiquidityEndsAtTheTarget() {
        BigInteger price = big("20282409603651670423947251286016");
        BigInteger above = price.multiply(big(11)).divide(big(10));
        assertEquals(step(above, "26215", "0", "79"), SwapMath.computeSwapStep(price, above, big(1024), big(-4), 3000));
        BigInteger below = price.multiply(big(9)).divide(big(10));
        assertEquals(
                step(below, "1", "26214", "1"), SwapMath.computeSwapStep(price, below, big(1024), big(-263_000), 3000));
    }

    @Test
    void everyStepSatisfiesTheInvariants() {
        SplittableRandom random = new SplittableRandom(2026);
        for (int i = 0; i < 50_000; i++) {
            BigInteger current = Numbers.randomPrice(random);
            BigInteger target = Numbers.randomPrice(random);
            BigInteger liquidity = Numbers.random(random, 128);
            BigInteger amount = Numbers.random(random, 200);
            BigInteger remaining = random.nextBoolean() ? amount : amount.negate();
            int fee = random.nextInt(SwapMath.PIPS);
            Step step = SwapMath.computeSwapStep(current, target, liquidity, remaining, fee);
            assertStep(current, target, remaining, step);
        }
    }

    private static void assertStep(BigInteger current, BigInteger target, BigInteger remaining, Step step) {
        BigInteger paid = step.amountIn().add(step.feeAmount());
        assertTrue(step.amountIn().signum() >= 0
                && step.amountOut().signum() >= 0
                && step.feeAmount().signum() >= 0);
        boolean reached = step.sqrtRatioNextX96().equals(target);
        if (remaining.signum() < 0) {
            assertTrue(step.amountOut().compareTo(remaining.negate()) <= 0, "never more output than asked for");
        } else {
            assertTrue(paid.compareTo(remaining) <= 0, "never more input than given");
        }
        if (!reached) {
            BigInteger done = remaining.signum() < 0 ? step.amountOut().negate() : paid;
            assertEquals(remaining, done, "short of the target the whole amount is used");
        }
        BigInteger moved = step.sqrtRatioNextX96().subtract(current);
        assertTrue(
                moved.signum() == 0
                        || moved.signum() == target.subtract(current).signum(),
                "towards the target");
        assertTrue(
                step.sqrtRatioNextX96().compareTo(current.min(target)) >= 0
                        && step.sqrtRatioNextX96().compareTo(current.max(target)) <= 0,
                "never past the target");
    }

    @Test
    void invalidFeesAreRejected() {
        assertThrows(
                IllegalArgumentException.class,
                () -> SwapMath.computeSwapStep(sqrtOf(1, 1), sqrtOf(2, 1), LIQUIDITY, e18(1), 1_000_000));
        assertThrows(
                IllegalArgumentException.class,
                () -> SwapMath.computeSwapStep(sqrtOf(1, 1), sqrtOf(2, 1), LIQUIDITY, e18(1), -1));
    }

    private static Step step(BigInteger next, String in, String out, String fee) {
        return new Step(next, big(in), big(out), big(fee));
    }
}
