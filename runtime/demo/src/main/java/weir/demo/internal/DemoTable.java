package weir.demo.internal;

import java.util.List;
import java.util.Locale;
import weir.history.PoolMetadata;

/** The table that a round ends with: the same rows on the terminal and in the report. */
public final class DemoTable {

    /**
     * A row.
     *
     * @param label what
     * @param value how much
     */
    public record Row(String label, String value) {}

    private DemoTable() {}

    public static List<Row> rows(DemoResult figures, PoolMetadata pool) {
        String token0 = pool.token0().symbol();
        String token1 = pool.token1().symbol();
        return List.of(
                new Row(
                        "queries",
                        figures.queries() + ", failed " + figures.failed() + ", fallbacks " + figures.fallbacks()),
                new Row(
                        "latency",
                        format("p50 %.1f ms, p99 %.1f ms, max %.1f ms", figures.p50(), figures.p99(), figures.max())),
                new Row("rebalances", Integer.toString(figures.rebalances())),
                new Row("hot installs", Integer.toString(figures.hotInstalls())),
                new Row("versions seen", String.join(", ", figures.versions())),
                new Row("in range", format("%.1f %% of swaps", figures.inRange() * 100)),
                new Row("fees", format("%.6f %s and %.6f %s", figures.fees0(), token0, figures.fees1(), token1)),
                new Row(
                        "inventory",
                        format(
                                "%.4f %s and %.4f %s at the start, %.4f and %.4f at the end",
                                figures.start0(), token0, figures.start1(), token1, figures.end0(), figures.end1())),
                new Row(
                        "result",
                        format(
                                "%.4f %s, held %.4f: %+.3f %%",
                                figures.valueEnd(), token1, figures.valueHold(), figures.overHolding())));
    }

    /** As lines of text. */
    public static String text(List<Row> rows) {
        StringBuilder text = new StringBuilder();
        for (Row row : rows) {
            text.append(format("%-14s %s%n", row.label(), row.value()));
        }
        return text.toString();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
