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

/** Price and amounts against the figures of v3-core's own test. */
class SqrtPriceMathTest {

    private static final BigInteger ONE = sqrtOf(1, 1);
    private static final BigInteger TENTH = e18(1).divide(BigInteger.TEN);
    private static final BigInteger MAX_UINT_256 = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    /** 2^104: 1024 of liquidity then hold 4 of token0 and 262144 of token1. */
    private static final BigInteger STEEP = BigInteger.ONE.shiftLeft(104);

    @Test
    void nextPriceFromInput() {
        assertEquals(big("87150978765690771352898345369"), input(ONE, e18(1), TENTH, false));
        assertEquals(big("72025602285694852357767227579"), input(ONE, e18(1), TENTH, true));
        assertEquals(ONE, input(ONE, TENTH, big(0), true));
        assertEquals(ONE, input(ONE, TENTH, big(0), false));
        assertEquals(big("624999999995069620"), input(ONE, e18(10), BigInteger.ONE.shiftLeft(100), true));
    }

    @Test
    void nextPriceFromInputIfTheProductOverflows() {
        assertEquals(big(1), input(ONE, big(1), MAX_UINT_256.shiftRight(1), true));
        assertEquals(big(1), input(big(1), big(1), BigInteger.ONE.shiftLeft(255), true));
        BigInteger price = big("1025574284609383690408304870162715216695788925244");
        BigInteger liquidity = big("50015962439936049619261659728067971248");
        BigInteger next = input(price, liquidity, big(406), true);
        assertEquals(big("1025574284609383582644711336373707553698163132913"), next);
        assertEquals(big(406), SqrtPriceMath.getAmount0Delta(price, next, liquidity, true));
    }

    @Test
    void nextPriceFromOutput() {
        assertEquals(big("88031291682515930659493278152"), output(ONE, e18(1), TENTH, false));
        assertEquals(big("71305346262837903834189555302"), output(ONE, e18(1), TENTH, true));
        assertEquals(ONE, output(ONE, TENTH, big(0), true));
        assertEquals(ONE, output(ONE, TENTH, big(0), false));
    }

    @Test
    void rejectsWhatTheContractReverts() {
        assertThrows(IllegalArgumentException.class, () -> input(big(0), big(1), TENTH, false));
        assertThrows(IllegalArgumentException.class, () -> input(big(1), big(0), TENTH, true));
        assertThrows(IllegalArgumentException.class, () -> output(big(1), big(0), TENTH, true));
        BigInteger top = BigInteger.ONE.shiftLeft(160).subtract(BigInteger.ONE);
        assertThrows(ArithmeticException.class, () -> input(top, big(1024), big(1024), false));
        assertThrows(ArithmeticException.class, () -> output(STEEP, big(1024), big(4), false));
        assertThrows(ArithmeticException.class, () -> output(STEEP, big(1024), big(5), false));
        assertThrows(ArithmeticException.class, () -> output(STEEP, big(1024), big(262_144), true));
        assertThrows(ArithmeticException.class, () -> output(ONE, big(1), MAX_UINT_256, true));
        assertThrows(ArithmeticException.class, () -> output(ONE, big(1), MAX_UINT_256, false));
        assertThrows(IllegalArgumentException.class, () -> SqrtPriceMath.getAmount0Delta(big(0), ONE, big(1), true));
        assertEquals(big("77371252455336267181195264"), output(STEEP, big(1024), big(262_143), true));
    }

    @Test
    void amountsBetweenPrices() {
        BigInteger upper = sqrtOf(121, 100);
        assertEquals(big(0), SqrtPriceMath.getAmount0Delta(ONE, sqrtOf(2, 1), big(0), true));
        assertEquals(big(0), SqrtPriceMath.getAmount0Delta(ONE, ONE, e18(1), true));
        assertEquals(big(0), SqrtPriceMath.getAmount1Delta(ONE, ONE, e18(1), true));
        assertEquals(big("90909090909090910"), SqrtPriceMath.getAmount0Delta(ONE, upper, e18(1), true));
        assertEquals(big("90909090909090909"), SqrtPriceMath.getAmount0Delta(upper, ONE, e18(1), false));
        assertEquals(big("100000000000000000"), SqrtPriceMath.getAmount1Delta(ONE, upper, e18(1), true));
        assertEquals(big("99999999999999999"), SqrtPriceMath.getAmount1Delta(upper, ONE, e18(1), false));
    }

    @Test
    void addingLiquidityCostsMoreThanRemovingItReturns() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            BigInteger a = Numbers.randomPrice(random);
            BigInteger b = Numbers.randomPrice(random);
            BigInteger liquidity = Numbers.random(random, 128);
            BigInteger rounding0 = SqrtPriceMath.getAmount0Delta(a, b, liquidity)
                    .add(SqrtPriceMath.getAmount0Delta(a, b, liquidity.negate()));
            BigInteger rounding1 = SqrtPriceMath.getAmount1Delta(a, b, liquidity)
                    .add(SqrtPriceMath.getAmount1Delta(a, b, liquidity.negate()));
            assertTrue(rounding0.signum() >= 0 && rounding0.compareTo(big(2)) <= 0, "0, 1 or 2: rounded twice");
            assertTrue(rounding1.signum() >= 0 && rounding1.compareTo(big(1)) <= 0, "0 or 1: rounded once");
        }
    }

    private static BigInteger input(BigInteger price, BigInteger liquidity, BigInteger amount, boolean zeroForOne) {
        return SqrtPriceMath.getNextSqrtPriceFromInput(price, liquidity, amount, zeroForOne);
    }

    private static BigInteger output(BigInteger price, BigInteger liquidity, BigInteger amount, boolean zeroForOne) {
        return SqrtPriceMath.getNextSqrtPriceFromOutput(price, liquidity, amount, zeroForOne);
    }
}
