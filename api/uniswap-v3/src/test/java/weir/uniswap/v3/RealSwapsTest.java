package weir.uniswap.v3;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import weir.uniswap.v3.SwapMath.Step;
import weir.vectors.Recorded;
import weir.vectors.Recorded.Dataset;

/**
 * Compares swap steps with real swaps of pools. Two consecutive swaps with the same liquidity are one step, except when a swap
 * leaves the range and returns, or a provider acts in between. Price and amounts must match to the unit for a fixed input, output or
 * price.
 */
class RealSwapsTest {

    @Test
    void realSwapsWithinOneLiquidityMatchToTheUnit() throws IOException {
        for (Dataset dataset : Recorded.exactDatasets()) {
            List<Row> rows = rows(dataset);
            int compared = 0;
            int equal = 0;
            for (int i = 1; i < rows.size(); i++) {
                if (rows.get(i).liquidity().equals(rows.get(i - 1).liquidity())) {
                    compared++;
                    equal += happened(rows.get(i - 1), rows.get(i), dataset.feePips()) ? 1 : 0;
                }
            }
            System.out.println(dataset + ": " + equal + " of " + compared + " real steps equal to the unit");
            assertTrue(compared > 0, dataset + " has no two swaps with the same liquidity");
            assertTrue((compared - equal) * 1_000 <= compared, dataset + ": " + (compared - equal) + " steps differ");
            assertTrue(rows.stream().allMatch(row -> TickMath.getTickAtSqrtRatio(row.price()) == row.tick()));
        }
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

    private static List<Row> rows(Dataset dataset) throws IOException {
        try (BufferedReader reader = Recorded.DATA.reader(dataset.name() + "/swaps.csv.gz")) {
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
