package weir.uniswap.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.uniswap.v3.Numbers.big;
import static weir.uniswap.v3.Numbers.sqrtOf;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Liquidity against v3-periphery's own figures and a few of the validator's, which need no recorded file. */
class LiquidityAmountsTest {

    private static final BigInteger LOWER = sqrtOf(100, 110);
    private static final BigInteger UPPER = sqrtOf(110, 100);

    @ParameterizedTest
    @CsvSource({
        "1, 1, 2148, 99, 99",
        "99, 110, 1048, 99, 0",
        "111, 100, 2097, 0, 199",
        "100, 110, 1048, 99, 0",
        "110, 100, 2097, 0, 199"
    })
    void matchesPeriphery(long reserve1, long reserve0, long liquidity, long amount0, long amount1) {
        BigInteger price = sqrtOf(reserve1, reserve0);
        assertEquals(big(liquidity), LiquidityAmounts.getLiquidityForAmounts(price, LOWER, UPPER, big(100), big(200)));
        assertEquals(big(liquidity), LiquidityAmounts.getLiquidityForAmounts(price, UPPER, LOWER, big(100), big(200)));
        assertEquals(
                new PositionAmounts(big(liquidity), big(amount0), big(amount1)),
                LiquidityAmounts.getAmountsForLiquidity(price, LOWER, UPPER, big(liquidity)));
    }

    @ParameterizedTest
    @CsvSource({
        "43759, 53171, 1123143154448883651297486704038, 15217510270202079232, 13478983424164786290111801519337635840, 31543304783870318013588, 15217510270202079231, 165921577440178773092250",
        "204601, 204615, 2047452011564347654680801252999168, 3229954366215709696, 1253548080808804, 127909907134100129089377546, 3229954366215709695, 0",
        "-165857, -165821, 19874780704881955949495078, 3901619607270371586186674176, 21307248, 47232898206666, 0, 21307247",
        "-251224, -248496, 308685011191520843023455, 51115608487636056, 77743786077, 6454283848850, 51115608487629589, 2507680",
        "-25751, -25251, 22286387435416960488148356039, 40, 11803048642421514674201103110766592, 1922, 39, 10",
        "130613, 278389, 73143869438137300821576291981342236, 257937604033790872490344448, 508187396703990427413115570225152, 550868820360732756583026247, 99858869476344336536, 508187396703990427413115569387424"
    })
    void matchesTheValidator(
            int lower,
            int upper,
            BigInteger price,
            BigInteger a0,
            BigInteger a1,
            BigInteger l,
            BigInteger u0,
            BigInteger u1) {
        assertEquals(new PositionAmounts(l, u0, u1), LiquidityAmounts.getUsedAmounts(price, lower, upper, a0, a1));
    }

    @Test
    void fullPrecisionIsNeverLessAndNeverExceedsTheAmounts() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 20_000; i++) {
            BigInteger price = Numbers.randomPrice(random);
            int lower = random.nextInt(-887_200, 887_000);
            int upper = random.nextInt(lower + 1, 887_272);
            BigInteger a0 = Numbers.random(random, 112);
            BigInteger a1 = Numbers.random(random, 112);
            PositionAmounts used = LiquidityAmounts.getUsedAmounts(price, lower, upper, a0, a1);
            assertTrue(used.amount0().compareTo(a0) <= 0 && used.amount1().compareTo(a1) <= 0, "within the allocation");
            BigInteger periphery = LiquidityAmounts.getLiquidityForAmounts(
                    price, TickMath.getSqrtRatioAtTick(lower), TickMath.getSqrtRatioAtTick(upper), a0, a1);
            assertTrue(periphery.compareTo(used.liquidity()) <= 0, "periphery rounds down once more");
        }
    }

    @Test
    void negativeAmountsAreFloored() {
        BigInteger liquidity = LiquidityAmounts.maxLiquidityForAmounts(sqrtOf(1, 1), LOWER, UPPER, big(-1), big(200));
        assertEquals(big(-22), liquidity);
        assertEquals(
                new PositionAmounts(liquidity, big(0), big(0)),
                LiquidityAmounts.getAmountsForLiquidity(sqrtOf(1, 1), LOWER, UPPER, liquidity));
    }

    @Test
    void emptyRangeIsRejected() {
        assertThrows(
                ArithmeticException.class, () -> LiquidityAmounts.getUsedAmounts(sqrtOf(1, 1), 5, 5, big(10), big(10)));
        assertThrows(
                IllegalArgumentException.class,
                () -> LiquidityAmounts.getUsedAmounts(sqrtOf(1, 1), 0, 887_273, big(1), big(1)));
    }
}
