package weir.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import weir.backtest.ValidatorEvaluation.BlockPrice;
import weir.backtest.score.ScoringTarget;
import weir.history.SwapRow;
import weir.history.load.SwapCsvReader;
import weir.strategy.Inventory;
import weir.strategy.Position;
import weir.strategy.Price;
import weir.strategy.Swap;
import weir.vectors.Recorded;

/**
 * Reads recordings of the validator. In expected values a JSON string is a Python int and a JSON number a Python float; the
 * comparison distinguishes them.
 */
public final class Recordings {

    /** Tolerance of scores, in ulps: only exp and log may differ. */
    public static final int SCORE_ULPS = 4;

    private Recordings() {}

    public static Number number(JsonElement json) {
        if (json.isJsonObject()) {
            return Double.valueOf(
                    switch (json.getAsJsonObject().get("float").getAsString()) {
                        case "inf" -> Double.POSITIVE_INFINITY;
                        case "-inf" -> Double.NEGATIVE_INFINITY;
                        default -> Double.NaN;
                    });
        }
        return json.getAsJsonPrimitive().isString() ? (Number) json.getAsBigInteger() : (Number) json.getAsDouble();
    }

    public static Number numberOrNull(JsonObject json, String name) {
        return !json.has(name) || json.get(name).isJsonNull() ? null : number(json.get(name));
    }

    public static Inventory inventory(JsonElement json) {
        JsonObject object = json.getAsJsonObject();
        return new Inventory(
                object.get("amount0").getAsBigInteger(), object.get("amount1").getAsBigInteger());
    }

    public static List<Position> positions(JsonElement json) {
        List<Position> positions = new ArrayList<>();
        for (JsonElement element : json.getAsJsonArray()) {
            JsonObject position = element.getAsJsonObject();
            positions.add(new Position(
                    position.get("tick_lower").getAsInt(),
                    position.get("tick_upper").getAsInt(),
                    position.get("allocation0").getAsBigInteger(),
                    position.get("allocation1").getAsBigInteger()));
        }
        return positions;
    }

    /** Rows of block, log_index, tick, sqrt_price_x96, liquidity, amount0, amount1. */
    public static Swaps swaps(JsonElement rows) {
        Swaps.Builder builder = Swaps.builder(rows.getAsJsonArray().size());
        for (JsonElement element : rows.getAsJsonArray()) {
            JsonArray row = element.getAsJsonArray();
            builder.add(
                    row.get(0).getAsLong(),
                    row.get(1).getAsInt(),
                    row.get(3).getAsBigInteger(),
                    row.get(4).isJsonNull() ? BigInteger.ZERO : row.get(4).getAsBigInteger(),
                    row.get(5).getAsBigInteger(),
                    row.get(6).getAsBigInteger());
        }
        return builder.build();
    }

    public static Swaps swaps(JsonObject testCase) {
        return testCase.has("swaps_file")
                ? swaps(Recorded.VECTORS.json(
                        "validator/" + testCase.get("swaps_file").getAsString()))
                : swaps(testCase.get("swaps"));
    }

    public static List<Deployment> history(JsonElement json) {
        List<Deployment> history = new ArrayList<>();
        for (JsonElement element : json.getAsJsonArray()) {
            JsonObject event = element.getAsJsonObject();
            history.add(new Deployment(
                    event.get("block").getAsLong(),
                    positions(event.get("new_positions")),
                    inventory(event.get("inventory"))));
        }
        return history;
    }

    public static Performance evaluate(JsonObject testCase, Swaps swaps) {
        JsonElement baseline = testCase.get("baseline_positions");
        ValidatorEvaluation evaluation = new ValidatorEvaluation(
                testCase.get("start_block").getAsLong(),
                testCase.get("end_block").getAsLong(),
                inventory(testCase.get("initial_inventory")),
                testCase.get("fee_rate").getAsDouble(),
                history(testCase.get("history")),
                baseline == null || baseline.isJsonNull() ? List.of() : positions(baseline),
                BlockPrice.LAST);
        evaluation.add(swaps);
        return evaluation.result();
    }

    /** Compares every metric, bit for bit and with its type. The recorded initial value is {@code initialValue} of the actual ones. */
    public static void assertPerformance(JsonObject metrics, Performance actual, Number initialValue, String id) {
        assertEquals(number(metrics.get("fees_collected")), actual.feesCollected(), id + " fees_collected");
        assertEquals(number(metrics.get("fees0")), actual.fees0(), id + " fees0");
        assertEquals(number(metrics.get("fees1")), actual.fees1(), id + " fees1");
        assertEquals(number(metrics.get("impermanent_loss")), actual.impermanentLoss(), id + " impermanent_loss");
        assertEquals(number(metrics.get("in_range_ratio")), actual.inRangeRatio(), id + " in_range_ratio");
        assertEquals(number(metrics.get("amount0_deployed")), actual.deployed().amount0(), id + " amount0_deployed");
        assertEquals(number(metrics.get("amount1_deployed")), actual.deployed().amount1(), id + " amount1_deployed");
        assertEquals(number(metrics.get("amount0_holdings")), actual.holdings().amount0(), id + " amount0_holdings");
        assertEquals(number(metrics.get("amount1_holdings")), actual.holdings().amount1(), id + " amount1_holdings");
        assertEquals(number(metrics.get("final_sqrt_price_x96")), actual.finalSqrtPriceX96(), id + " final price");
        assertEquals(numberOrNull(metrics, "initial_value"), initialValue, id + " initial_value");
        assertEquals(numberOrNull(metrics, "final_value"), actual.finalValue(), id + " final_value");
        if (metrics.has("initial_inventory")) {
            assertEquals(inventory(metrics.get("initial_inventory")), actual.initialInventory(), id);
            assertEquals(inventory(metrics.get("final_inventory")), actual.idle(), id);
        }
    }

    /** Compares every metric of a validator without a baseline. */
    public static void assertPerformance(JsonObject metrics, Performance actual, String id) {
        assertPerformance(metrics, actual, actual.initialValue(), id);
    }

    /** The initial value of a validator with a baseline. */
    public static Number baselineValue(Performance performance) {
        return performance.baselineValue() == null ? performance.initialValue() : performance.baselineValue();
    }

    /** Compares a score within {@link #SCORE_ULPS}, or expects the recorded error. */
    public static void assertScore(JsonElement expected, ScoringTarget target, Performance performance, String id) {
        if (expected.isJsonObject() && expected.getAsJsonObject().has("error")) {
            assertError(expected.getAsJsonObject(), () -> target.score(performance), id);
        } else {
            assertScore(expected, target.score(performance), id + " " + target.name());
        }
    }

    public static void assertScore(JsonElement expected, double actual, String message) {
        double wanted = number(expected).doubleValue();
        double bound = Double.isInfinite(wanted) ? 0 : SCORE_ULPS * Math.ulp(wanted);
        assertTrue(
                wanted == actual || Math.abs(wanted - actual) <= bound,
                () -> message + ": expected " + wanted + ", was " + actual);
    }

    public static void assertError(JsonObject expected, Executable call, String id) {
        EvaluationException error = assertThrows(EvaluationException.class, call, id);
        String name = expected.get("error").getAsString();
        assertTrue(pythonClasses(error.reason()).contains(name), id + " " + name + ", was " + error.getMessage());
    }

    /** The exception's class; since March 2026, a missing price is a {@code ValueError}, too. */
    private static List<String> pythonClasses(EvaluationException.Reason reason) {
        return switch (reason) {
            case SWAP_BEFORE_REBALANCE, NO_LIQUIDITY, TICK_OUT_OF_RANGE -> List.of("ValueError");
            case EMPTY_RANGE, PENALTY_UNDERFLOW -> List.of("ZeroDivisionError");
            case NO_PRICE -> List.of("TypeError", "ValueError");
            case NO_REBALANCE -> List.of("KeyError");
        };
    }

    /** Prints the number of cases. A file without cases fails the test. */
    public static void report(String file, int cases) {
        System.out.println("PARITY " + file + ": " + cases + " cases");
        assertTrue(cases > 0, file + " has no case");
    }

    /** The swaps of a CSV file. */
    public static List<Swap> swaps(Path file) throws IOException {
        List<Swap> swaps = new ArrayList<>();
        try (SwapCsvReader csv = SwapCsvReader.open(file)) {
            for (SwapRow row = csv.next(); row != null; row = csv.next()) {
                swaps.add(new Swap(
                        row.block(),
                        row.logIndex(),
                        new Price(row.sqrtPriceX96()),
                        row.liquidity(),
                        row.amount0(),
                        row.amount1()));
            }
        }
        return swaps;
    }
}
