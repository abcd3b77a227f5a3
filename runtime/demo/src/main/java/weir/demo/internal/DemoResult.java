package weir.demo.internal;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import weir.backtest.Performance;
import weir.history.pool.PoolMetadata;
import weir.strategy.Inventory;

/**
 * The figures of a round, for table, JSON and report. Amounts are whole tokens, values whole token1. The names in JSON are made
 * of the names here.
 */
public record DemoResult(
        int queries,
        int failed,
        int fallbacks,
        double p50Ms,
        double p99Ms,
        double maxMs,
        int rebalances,
        int hotInstalls,
        List<String> versions,
        double fees0,
        double fees1,
        double start0,
        double start1,
        double end0,
        double end1,
        double valueHold,
        double valueEnd,
        double resultVsHoldPercent,
        double inRange,
        double score,
        double seconds) {

    private static final Gson JSON = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .create();

    /** @param duration of the whole demo */
    public static DemoResult of(DemoRound round, Duration duration) {
        long[] nanos = round.exchanges().stream()
                .mapToLong(exchange -> exchange.response().nanos())
                .sorted()
                .toArray();
        PoolMetadata pool = round.market().pool();
        Performance performance = round.performance();
        Inventory start = round.initialInventory();
        Inventory end = performance.holdings();
        BigInteger price = round.market().priceAfter(round.market().endBlock()).sqrtPriceX96();
        double valueHold = pool.value(start.amount0(), start.amount1(), price);
        double valueEnd =
                pool.value(end.amount0(), end.amount1(), price) + pool.token1().whole(performance.feesCollected());
        return new DemoResult(
                nanos.length,
                round.failures().size(),
                (int) round.exchanges().stream()
                        .filter(exchange -> exchange.response().isFallback())
                        .count(),
                percentile(nanos, 50),
                percentile(nanos, 99),
                percentile(nanos, 100),
                round.result().history().size(),
                round.upgrade().servedAt() >= 0 ? 1 : 0,
                round.exchanges().stream()
                        .map(exchange -> exchange.response().version())
                        .distinct()
                        .toList(),
                pool.token0().whole(performance.fees0()),
                pool.token1().whole(performance.fees1()),
                pool.token0().whole(start.amount0()),
                pool.token1().whole(start.amount1()),
                pool.token0().whole(end.amount0()),
                pool.token1().whole(end.amount1()),
                valueHold,
                valueEnd,
                valueHold == 0 ? 0 : (valueEnd / valueHold - 1) * 100,
                performance.inRangeRatio() == null ? 0 : performance.inRangeRatio(),
                round.result().score() == null ? 0 : round.result().score(),
                duration.toMillis() / 1e3);
    }

    /** Nearest rank, in milliseconds. */
    private static double percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(percent / 100.0 * sorted.length) - 1] / 1e6;
    }

    /** A flat JSON object. */
    public JsonObject json() {
        JsonObject json = JSON.toJsonTree(this).getAsJsonObject();
        json.addProperty("versions", String.join(",", versions));
        return json;
    }

    /** The rows of the table, by label. */
    public Map<String, String> rowsByLabel(PoolMetadata pool) {
        String token0 = pool.token0().symbol();
        String token1 = pool.token1().symbol();
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("queries", queries + ", failed " + failed + ", fallbacks " + fallbacks);
        rows.put("latency", format("p50 %.1f ms, p99 %.1f ms, max %.1f ms", p50Ms, p99Ms, maxMs));
        rows.put("rebalances", Integer.toString(rebalances));
        rows.put("hot installs", Integer.toString(hotInstalls));
        rows.put("versions seen", String.join(", ", versions));
        rows.put("in range", format("%.1f %% of swaps", inRange * 100));
        rows.put("fees", format("%.6f %s and %.6f %s", fees0, token0, fees1, token1));
        rows.put(
                "tokens",
                format(
                        "%.4f %s and %.4f %s at the start, %.4f and %.4f at the end",
                        start0, token0, start1, token1, end0, end1));
        rows.put("result", format("%.4f %s, held %.4f: %+.3f %%", valueEnd, token1, valueHold, resultVsHoldPercent));
        return rows;
    }

    /** The table as text. */
    public String text(PoolMetadata pool) {
        return rowsByLabel(pool).entrySet().stream()
                .map(row -> format("%-14s %s%n", row.getKey(), row.getValue()))
                .collect(Collectors.joining());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
