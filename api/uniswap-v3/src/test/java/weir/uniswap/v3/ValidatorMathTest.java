package weir.uniswap.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import weir.vectors.Recorded;

/**
 * Compares with recorded cases of the validator's own arithmetic.
 *
 * <p>Four of its six functions are exact and exist here under the names of the contracts. The other two use floating point and exist
 * in no contract, so this bundle does not offer them; their formulas are documented here:
 * {@code get_tick_from_sqrt_price_x96} truncates the logarithm of the price <i>towards zero</i>. A negative tick is therefore one too
 * high, unless the price is exactly at its edge; at an edge, rounding may shift the tick by one. {@code sqrt_price_x96_to_price} is
 * the price of a whole token0 in whole token1. It squares with the C library's {@code pow}, which may be off by one ulp.
 */
class ValidatorMathTest {

    @Test
    void recordedCasesMatchTheValidator() {
        Map<String, Integer> ran = new TreeMap<>();
        List<JsonObject> cases = Recorded.VECTORS.lines("validator/math.jsonl.gz");
        for (JsonObject recorded : cases) {
            String function = recorded.get("fn").getAsString();
            check(
                    recorded.get("id").getAsString(),
                    function,
                    integers(recorded.get("args")),
                    recorded.get("expected").getAsJsonObject());
            ran.merge(function, 1, Integer::sum);
        }
        System.out.println("math.jsonl.gz: " + cases.size() + " cases, all equal: " + ran);
        assertEquals(
                cases.size(), ran.values().stream().mapToInt(Integer::intValue).sum());
        assertTrue(cases.size() > 0, "the file has no case");
    }

    private static void check(String id, String function, List<BigInteger> args, JsonObject expected) {
        if (expected.has("error")) {
            assertThrows(RuntimeException.class, () -> exact(function, args), id);
            return;
        }
        JsonElement result = expected.get("result");
        switch (function) {
            case "get_tick_from_sqrt_price_x96" -> checkTick(id, args.get(0), result.getAsInt());
            case "sqrt_price_x96_to_price" -> checkPrice(id, args, result.getAsDouble());
            default -> assertEquals(integers(result), exact(function, args), id);
        }
    }

    private static List<BigInteger> exact(String function, List<BigInteger> args) {
        return switch (function) {
            case "get_sqrt_ratio_at_tick" ->
                List.of(TickMath.getSqrtRatioAtTick(args.get(0).intValueExact()));
            case "get_liquidity_for_amounts" ->
                List.of(LiquidityAmounts.maxLiquidityForAmounts(
                        args.get(0), args.get(1), args.get(2), args.get(3), args.get(4)));
            case "get_amounts_for_liquidity" -> {
                PositionAmounts amounts =
                        LiquidityAmounts.getAmountsForLiquidity(args.get(0), args.get(1), args.get(2), args.get(3));
                yield List.of(amounts.amount0(), amounts.amount1());
            }
            case "position_liquidity_and_used_amounts" -> {
                PositionAmounts used = LiquidityAmounts.getUsedAmounts(
                        args.get(2),
                        args.get(0).intValueExact(),
                        args.get(1).intValueExact(),
                        args.get(3),
                        args.get(4));
                yield List.of(used.liquidity(), used.amount0(), used.amount1());
            }
            default -> throw new AssertionError("no such function: " + function);
        };
    }

    /** The validator's tick by its own formula, and how far it may be from the pool's. */
    private static void checkTick(String id, BigInteger sqrtPriceX96, int recorded) {
        double sqrt = sqrt(sqrtPriceX96);
        assertEquals(recorded, (int) (StrictMath.log(sqrt * sqrt) / StrictMath.log(1.0001)), id);
        if (sqrtPriceX96.compareTo(TickMath.MAX_SQRT_RATIO) < 0) {
            assertTrue(Math.abs(recorded - TickMath.getTickAtSqrtRatio(sqrtPriceX96)) <= 1, id);
        }
    }

    private static void checkPrice(String id, List<BigInteger> args, double recorded) {
        assertEquals(recorded, wholeTokenPrice(args), Math.ulp(recorded), id);
    }

    private static double wholeTokenPrice(List<BigInteger> args) {
        double sqrt = sqrt(args.get(0));
        int exponent = args.get(1).subtract(args.get(2)).intValueExact();
        return sqrt * sqrt * BigDecimal.ONE.scaleByPowerOfTen(exponent).doubleValue();
    }

    private static double sqrt(BigInteger sqrtPriceX96) {
        return Math.scalb(sqrtPriceX96.doubleValue(), -96);
    }

    private static List<BigInteger> integers(JsonElement json) {
        List<BigInteger> integers = new ArrayList<>();
        if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(element -> integers.add(element.getAsBigInteger()));
        } else {
            integers.add(json.getAsBigInteger());
        }
        return integers;
    }
}
