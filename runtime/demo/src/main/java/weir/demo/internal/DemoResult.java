package weir.demo.internal;

import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weir.backtest.Performance;
import weir.history.PoolMetadata;
import weir.strategy.Inventory;

/**
 * What a round came to, in numbers: the table, the JSON and the report all show these. Times in milliseconds, amounts in whole
 * tokens, values in whole token1.
 */
public record DemoResult(
        int queries,
        int failed,
        int fallbacks,
        double p50,
        double p99,
        double max,
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
        double inRange,
        double score,
        double seconds) {

    public static DemoResult of(DemoRound round, Duration took) {
        long[] nanos = round.exchanges().stream()
                .mapToLong(exchange -> exchange.answer().nanos())
                .sorted()
                .toArray();
        PoolMetadata pool = round.market().pool();
        Performance performance = round.performance();
        Inventory start = round.initialInventory();
        Inventory end = performance.holdings();
        BigInteger lastPrice = round.market().price(round.market().endBlock()).sqrtPriceX96();
        double fees0 = pool.token0().whole(performance.fees0());
        double fees1 = pool.token1().whole(performance.fees1());
        double fees = pool.token1().whole(performance.feesCollected());
        return new DemoResult(
                nanos.length,
                round.failures().size(),
                (int) round.exchanges().stream()
                        .filter(exchange -> exchange.answer().isFallback())
                        .count(),
                percentile(nanos, 50),
                percentile(nanos, 99),
                percentile(nanos, 100),
                round.result().history().size(),
                round.install().servedAt() >= 0 ? 1 : 0,
                round.exchanges().stream()
                        .map(exchange -> exchange.answer().version())
                        .distinct()
                        .toList(),
                fees0,
                fees1,
                pool.token0().whole(start.amount0()),
                pool.token1().whole(start.amount1()),
                pool.token0().whole(end.amount0()),
                pool.token1().whole(end.amount1()),
                pool.value(start.amount0(), start.amount1(), lastPrice),
                pool.value(end.amount0(), end.amount1(), lastPrice) + fees,
                performance.inRangeRatio() == null ? 0 : performance.inRangeRatio(),
                round.result().score() == null ? 0 : round.result().score(),
                took.toMillis() / 1e3);
    }

    /** What was gained over holding the first inventory, in per cent of it. */
    double overHolding() {
        return valueHold == 0 ? 0 : (valueEnd / valueHold - 1) * 100;
    }

    /** One flat object for machines. */
    public Map<String, Object> flat() {
        Map<String, Object> flat = new LinkedHashMap<>();
        flat.put("queries", queries);
        flat.put("failed", failed);
        flat.put("fallbacks", fallbacks);
        flat.put("p50_ms", p50);
        flat.put("p99_ms", p99);
        flat.put("max_ms", max);
        flat.put("rebalances", rebalances);
        flat.put("hot_installs", hotInstalls);
        flat.put("versions", String.join(",", versions));
        flat.put("fees0", fees0);
        flat.put("fees1", fees1);
        flat.put("start0", start0);
        flat.put("start1", start1);
        flat.put("end0", end0);
        flat.put("end1", end1);
        flat.put("value_hold", valueHold);
        flat.put("value_end", valueEnd);
        flat.put("result_vs_hold_percent", overHolding());
        flat.put("in_range", inRange);
        flat.put("score", score);
        flat.put("seconds", seconds);
        return flat;
    }

    /** Nearest rank. */
    private static double percentile(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return sorted[rank - 1] / 1e6;
    }
}
