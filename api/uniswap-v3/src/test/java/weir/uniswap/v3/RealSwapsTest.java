package weir.uniswap.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.uniswap.v3.SwapMath.Step;
import weir.vectors.Recorded;

/**
 * Swap steps against what pools on Ethereum really did: between two swaps that leave the same liquidity there is, but for
 * the rare swap that leaves and comes back or a provider in between, one step, whose price and amounts must come out to
 * the unit. A trader fixed the input, the output or the price.
 */
class RealSwapsTest {

    @ParameterizedTest
    @CsvSource({"eth-usdc-weth-500-20240105, 500, 5403, 1", "eth-usdc-weth-3000-20240105, 3000, 234, 0"})
    void realSwapsWithinOneLiquidityMatchToTheUnit(String dataset, int fee, int pairs, int unexplained)
            throws IOException {
        List<Row> rows = rows(dataset);
        int compared = 0;
        int equal = 0;
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i).liquidity().equals(rows.get(i - 1).liquidity())) {
                compared++;
                equal += happened(rows.get(i - 1), rows.get(i), fee) ? 1 : 0;
            }
        }
        System.out.println(dataset + ": " + equal + " of " + compared + " real steps equal to the unit");
        assertEquals(pairs, compared);
        assertEquals(compared - unexplained, equal);
        assertTrue(rows.stream().allMatch(row -> TickMath.getTickAtSqrtRatio(row.price()) == row.tick()));
    }

    private static boolean happened(Row before, Row after, int fee) {
        boolean zeroForOne = after.amount0().signum() > 0;
        BigInteger in = zeroForOne ? after.amount0() : after.amount1();
        BigInteger out = (zeroForOne ? after.amount1() : after.amount0()).negate();
        BigInteger far = zeroForOne ? TickMath.MIN_SQRT_RATIO : TickMath.MAX_SQRT_RATIO;
        BigInteger unlimited = BigInteger.ONE.shiftLeft(200);
        return steps(before, far, in, fee).equals(after.price(), in, out)
                || steps(before, far, out.negate(), fee).equals(after.price(), in, out)
                || steps(before, after.price(), unlimited, fee).equals(after.price(), in, out);
    }

    private static Outcome steps(Row from, BigInteger target, BigInteger amount, int fee) {
        return new Outcome(SwapMath.computeSwapStep(from.price(), target, from.liquidity(), amount, fee));
    }

    private static List<Row> rows(String dataset) throws IOException {
        try (BufferedReader reader = Recorded.DATA.reader(dataset + "/swaps.csv.gz")) {
            return reader.lines().skip(1).map(Row::parse).toList();
        }
    }

    private record Outcome(Step step) {
        boolean equals(BigInteger price, BigInteger in, BigInteger out) {
            return step.sqrtRatioNextX96().equals(price)
                    && step.amountIn().add(step.feeAmount()).equals(in)
                    && step.amountOut().equals(out);
        }
    }

    private record Row(BigInteger price, int tick, BigInteger liquidity, BigInteger amount0, BigInteger amount1) {
        /** Columns 4 to 8 of the file. */
        static Row parse(String line) {
            List<BigInteger> numbers =
                    Arrays.stream(line.split(",")).skip(4).map(BigInteger::new).toList();
            return new Row(
                    numbers.get(0), numbers.get(1).intValueExact(), numbers.get(2), numbers.get(3), numbers.get(4));
        }
    }
}
