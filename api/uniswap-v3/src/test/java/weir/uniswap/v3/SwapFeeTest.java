package weir.uniswap.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.uniswap.v3.SwapMath.Step;
import weir.vectors.Recorded;

class SwapFeeTest {

    private static final BigInteger PRICE = BigInteger.ONE.shiftLeft(96);
    private static final BigInteger LIQUIDITY = BigInteger.TEN.pow(18);

    private record Event(String place, BigInteger price, BigInteger liquidity, BigInteger amount0, BigInteger amount1) {
        Optional<SwapFee> feeAfter(BigInteger priceBefore) {
            return SwapFee.between(priceBefore, price, liquidity, amount0, amount1);
        }
    }

    /** The fee of every proven swap equals the contract's. The numbers of proven swaps are those of the recordings' description. */
    @ParameterizedTest
    @CsvSource({"uniswap-v3, 0.8507", "slipstream, 0.93"})
    void feeOfRecordedSwapsEqualsTheContracts(String kind, double minProvenShare) throws IOException {
        JsonObject recording =
                Recorded.VECTORS.json("evm/recorded-" + kind + ".json.gz").getAsJsonObject();
        Map<String, Integer> truth = new HashMap<>();
        for (JsonElement element : recording.getAsJsonArray("fee_truth")) {
            JsonObject swap = element.getAsJsonObject();
            truth.put(
                    swap.get("block") + "-" + swap.get("logIndex"),
                    swap.get("fee").getAsInt());
        }
        BigInteger priceBefore = null;
        int swaps = 0;
        int proven = 0;
        int compared = 0;
        for (Event event : events("evm/decoded-" + kind + ".csv")) {
            Optional<SwapFee> fee = event.amount0 == null ? Optional.empty() : event.feeAfter(priceBefore);
            swaps += event.amount0 == null ? 0 : 1;
            proven += fee.isPresent() ? 1 : 0;
            if (fee.isPresent() && fee.get().input().compareTo(SwapFee.MIN_INPUT_OF_EXACT_PIPS) > 0) {
                assertEquals(truth.get(event.place), fee.get().pips(), event.place);
                compared++;
            }
            priceBefore = event.price;
        }
        System.out.println("PARITY evm/recorded-" + kind + ": " + proven + " of " + swaps + " swaps are proven, "
                + compared + " fees compared");
        assertEquals(truth.size(), swaps);
        assertTrue(proven >= minProvenShare * swaps, proven + " of " + swaps);
        assertTrue(compared > 0);
    }

    /** Swaps and initialisations, in chain order. */
    private static List<Event> events(String file) throws IOException {
        try (BufferedReader reader = Recorded.VECTORS.reader(file)) {
            List<String> names = List.of(reader.readLine().split(","));
            return reader.lines()
                    .map(line -> line.split(",", -1))
                    .filter(row -> !row[names.indexOf("sqrtPriceX96")].isEmpty())
                    .map(row -> new Event(
                            row[0] + "-" + row[1],
                            new BigInteger(row[names.indexOf("sqrtPriceX96")]),
                            numberOrNull(row[names.indexOf("liquidity")]),
                            numberOrNull(row[names.indexOf("amount0")]),
                            numberOrNull(row[names.indexOf("amount1")])))
                    .toList();
        }
    }

    private static BigInteger numberOrNull(String text) {
        return text.isEmpty() ? null : new BigInteger(text);
    }

    /** Exact inputs and exact outputs, at prices and liquidities of all sizes. */
    @Test
    void feeOfEveryStepOfAPoolIsProven() {
        SplittableRandom random = new SplittableRandom(98);
        int steps = 0;
        for (int i = 0; i < 50_000; i++) {
            BigInteger price = TickMath.getSqrtRatioAtTick(random.nextInt(-400_000, 400_000))
                    .add(BigInteger.valueOf(random.nextInt(1_000)));
            boolean inToken0 = random.nextBoolean();
            BigInteger limit = inToken0 ? TickMath.MIN_SQRT_RATIO : TickMath.MAX_SQRT_RATIO.subtract(BigInteger.ONE);
            BigInteger liquidity = randomAmount(random, 100);
            BigInteger amount = randomAmount(random, 80);
            BigInteger specified = random.nextBoolean() ? amount : amount.negate();
            Step step;
            try {
                step = SwapMath.computeSwapStep(price, limit, liquidity, specified, random.nextInt(100_000));
            } catch (ArithmeticException e) {
                continue;
            }
            BigInteger in = step.amountIn().add(step.feeAmount());
            BigInteger out = step.amountOut().negate();
            SwapFee fee = SwapFee.between(
                            price, step.sqrtRatioNextX96(), liquidity, inToken0 ? in : out, inToken0 ? out : in)
                    .orElse(null);
            if (in.signum() > 0) {
                assertEquals(new SwapFee(inToken0, in, step.feeAmount()), fee, "step " + i);
                steps++;
            }
        }
        assertTrue(steps > 40_000, steps + " steps");
    }

    private static BigInteger randomAmount(SplittableRandom random, int maxBits) {
        return BigInteger.ONE
                .shiftLeft(random.nextInt(maxBits))
                .add(BigInteger.valueOf(random.nextLong(1L << random.nextInt(1, 62))));
    }

    @Test
    void missingSwapIsNotProven() {
        Step first = SwapMath.computeSwapStep(PRICE, PRICE.shiftLeft(1), LIQUIDITY, BigInteger.TEN.pow(12), 500);
        Step second = SwapMath.computeSwapStep(
                first.sqrtRatioNextX96(), PRICE.shiftLeft(1), LIQUIDITY, BigInteger.TEN.pow(12), 500);
        BigInteger in = BigInteger.TEN.pow(12);
        BigInteger out = second.amountOut().negate();
        assertEquals(
                500,
                SwapFee.between(first.sqrtRatioNextX96(), second.sqrtRatioNextX96(), LIQUIDITY, out, in)
                        .orElseThrow()
                        .pips());
        assertEquals(Optional.empty(), SwapFee.between(PRICE, second.sqrtRatioNextX96(), LIQUIDITY, out, in));
    }

    @Test
    void impossibleEventsAreNotProven() {
        BigInteger above = PRICE.add(BigInteger.TEN.pow(20));
        BigInteger out = SwapFee.output(PRICE, above, LIQUIDITY, false).negate();
        BigInteger in = SwapFee.netInput(PRICE, above, LIQUIDITY, false).add(BigInteger.TEN);
        BigInteger one = BigInteger.ONE;
        assertTrue(SwapFee.between(PRICE, above, LIQUIDITY, out, in).isPresent());
        assertEquals(Optional.empty(), SwapFee.between(above, PRICE, LIQUIDITY, out, in), "wrong direction");
        assertEquals(Optional.empty(), SwapFee.between(PRICE, above, BigInteger.ZERO, out, in), "no liquidity");
        assertEquals(Optional.empty(), SwapFee.between(BigInteger.ZERO, above, LIQUIDITY, out, in), "no price");
        assertEquals(Optional.empty(), SwapFee.between(PRICE, above, LIQUIDITY, one, in), "two inputs");
        assertEquals(Optional.empty(), SwapFee.between(PRICE, above, LIQUIDITY, out, one.negate()), "two outputs");
        assertEquals(Optional.empty(), SwapFee.between(PRICE, above, LIQUIDITY, out.add(one), in), "less output");
        assertEquals(Optional.empty(), SwapFee.between(PRICE, above, LIQUIDITY, out.subtract(one), in), "more output");
        assertEquals(Optional.empty(), SwapFee.between(PRICE, above, LIQUIDITY, out, one), "input below the movement");
    }

    @Test
    void inputTooSmallToMoveThePriceIsAllFee() {
        SwapFee fee = SwapFee.between(PRICE, PRICE, LIQUIDITY, BigInteger.ONE, BigInteger.ZERO)
                .orElseThrow();
        assertEquals(new SwapFee(true, BigInteger.ONE, BigInteger.ONE), fee);
        assertEquals(SwapMath.PIPS, fee.pips());
        assertEquals(
                0,
                SwapFee.between(PRICE, PRICE, LIQUIDITY, BigInteger.ZERO, BigInteger.ZERO)
                        .orElseThrow()
                        .pips());
    }
}
