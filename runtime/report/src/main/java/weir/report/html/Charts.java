package weir.report.html;

import java.util.Arrays;
import java.util.List;
import weir.history.pool.PoolMetadata;

/** Data of charts, in the form of {@code charts.js} of {@code weir.web}. Missing values are null. */
public final class Charts {

    /** The legend of a chart of prices: a style and its meaning. */
    private static final List<List<String>> PRICE_LEGEND = List.of(
            List.of("price", "price"),
            List.of("range", "positions held"),
            List.of("rebalance", "rebalance"),
            List.of("version", "upgrade"));

    private Charts() {}

    /**
     * Blocks from left to right.
     *
     * @param origin block of hour 0
     * @param blockSeconds seconds between two blocks
     */
    public record Blocks(long origin, double blockSeconds) {}

    /**
     * A range while it was held.
     *
     * @param from block of the rebalance that started it
     * @param to block of its end
     * @param lines texts that the chart shows for it
     */
    public record Range(long from, long to, int tickLower, int tickUpper, boolean live, List<String> lines) {}

    /** @param kind {@code rebalance} or {@code version} */
    public record Mark(long block, String kind, String text) {}

    /** @param color 1 to 4 */
    public record Series(String name, List<Double> values, int color, boolean dashed, boolean step) {}

    /** Prices with ranges. */
    record Price(
            Pool pool,
            String label,
            String xUnit,
            long origin,
            double blockSeconds,
            List<Long> blocks,
            List<Double> ratios,
            List<Range> ranges,
            List<Mark> marks,
            List<List<String>> legend) {}

    record Pool(String symbol0, String symbol1, int decimals0, int decimals1) {}

    /** Lines. */
    record Lines(
            String label,
            String unit,
            String xUnit,
            long origin,
            double blockSeconds,
            List<Long> x,
            List<Series> series,
            List<Mark> marks) {}

    /** @param ratios token1 per token0 in raw units, one for each block */
    static Price price(
            PoolMetadata pool,
            Blocks axis,
            List<Long> blocks,
            List<Double> ratios,
            List<Range> ranges,
            List<Mark> marks) {
        Pool tokens = new Pool(
                pool.token0().symbol(),
                pool.token1().symbol(),
                pool.token0().decimals(),
                pool.token1().decimals());
        return new Price(
                tokens,
                tokens.symbol0 + "/" + tokens.symbol1,
                "hours",
                axis.origin,
                axis.blockSeconds,
                blocks,
                ratios,
                ranges,
                marks,
                PRICE_LEGEND);
    }

    static Lines lines(
            String label, String unit, Blocks axis, List<Long> blocks, List<Series> series, List<Mark> marks) {
        return new Lines(label, unit, "hours", axis.origin, axis.blockSeconds, blocks, series, marks);
    }

    /** A value for a chart: null, which is a gap, if it is not finite. */
    public static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** A list that may contain null. */
    public static List<Double> values(Double... values) {
        return Arrays.asList(values);
    }
}
