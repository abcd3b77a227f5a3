package weir.console.internal.panel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import weir.base.WeirException;
import weir.console.internal.panel.PairHistory.OpenRound;
import weir.console.internal.panel.PairHistory.Point;
import weir.console.internal.panel.PairHistory.Range;
import weir.history.PoolKey;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;

/** The panels "price with my ranges" and "inventory" for each pair. For one thread. */
final class PairPanels {

    private static final double BASE_BLOCK_SECONDS = 2;
    private static final int SHARE_WINDOW = 20;

    private final PoolMetadataStore pools;

    PairPanels(Path data) {
        this.pools = new PoolMetadataStore(data.resolve("pools"));
    }

    record Pair(
            String id,
            String pair,
            String name,
            String route,
            String lastQuery,
            Chart chart,
            List<Double> share,
            List<Double> left0,
            List<Double> left1,
            Round round) {}

    /** The data of a chart in the form of charts.js. */
    record Chart(
            PoolText pool,
            String xUnit,
            long origin,
            double blockSeconds,
            List<Long> blocks,
            List<Double> ratios,
            List<RangeView> ranges,
            List<PairHistory.Mark> marks) {}

    record PoolText(String symbol0, String symbol1, int decimals0, int decimals1) {}

    record RangeView(long from, long to, int tickLower, int tickUpper, boolean live, List<String> lines) {}

    record Round(
            String id,
            String type,
            int rebalances,
            Double inRange,
            String left0,
            String left1,
            Double part0,
            Double part1) {}

    /** Sorted by name, so that the page keeps their order. */
    List<Pair> of(List<PairHistory> pairs) {
        return pairs.stream()
                .filter(pair -> !pair.points().isEmpty())
                .map(this::view)
                .sorted(Comparator.comparing(Pair::name).thenComparing(Pair::id))
                .toList();
    }

    private Pair view(PairHistory pair) {
        Optional<PoolMetadata> metadata = find(pair.pool());
        List<Point> points = pair.points();
        double seconds = metadata.map(PoolMetadata::blockSeconds).orElse(Double.NaN);
        double blockSeconds = Double.isNaN(seconds) ? BASE_BLOCK_SECONDS : seconds;
        Chart chart = new Chart(
                metadata.map(pool -> new PoolText(
                                pool.token0().symbol(),
                                pool.token1().symbol(),
                                pool.token0().decimals(),
                                pool.token1().decimals()))
                        .orElse(null),
                "hours",
                points.get(points.size() - 1).block(),
                blockSeconds,
                points.stream().map(Point::block).toList(),
                points.stream().map(point -> PageJson.finite(point.ratio())).toList(),
                pair.ranges().stream().map(PairPanels::view).toList(),
                List.copyOf(pair.marks()));
        return new Pair(
                pair.pool().chainId() + "-" + pair.pool().address(),
                pair.pool().address(),
                metadata.map(pool ->
                                pool.token0().symbol() + "/" + pool.token1().symbol())
                        .orElse(shortened(pair.pool().address())),
                pair.route(),
                pair.time().toString(),
                chart,
                shareInRange(points),
                points.stream()
                        .map(point -> PageJson.finite(100 * point.left0()))
                        .toList(),
                points.stream()
                        .map(point -> PageJson.finite(100 * point.left1()))
                        .toList(),
                round(pair.current(), metadata, points.get(points.size() - 1)));
    }

    private static RangeView view(Range range) {
        return new RangeView(range.from, range.to, range.tickLower, range.tickUpper, range.live, range.lines);
    }

    private static Round round(OpenRound round, Optional<PoolMetadata> metadata, Point last) {
        return new Round(
                round.id,
                round.type.name().toLowerCase(java.util.Locale.ROOT),
                round.rebalances,
                round.checks == 0 ? null : PageJson.finite(100.0 * round.inRange / round.checks),
                amount(metadata.map(PoolMetadata::token0), round.left.amount0()),
                amount(metadata.map(PoolMetadata::token1), round.left.amount1()),
                PageJson.finite(100 * last.left0()),
                PageJson.finite(100 * last.left1()));
    }

    private static String amount(Optional<PoolMetadata.Token> token, java.math.BigInteger raw) {
        return token.map(known -> String.format(java.util.Locale.ROOT, "%.6g %s", known.whole(raw), known.symbol()))
                .orElse(raw + " raw");
    }

    /** Share of the last queries, in percent, at which the price was in a held range. */
    private static List<Double> shareInRange(List<Point> points) {
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            int inRange = 0;
            int checks = 0;
            for (Point point : points.subList(Math.max(0, i - SHARE_WINDOW + 1), i + 1)) {
                checks += point.isInRange().isPresent() ? 1 : 0;
                inRange += point.isInRange().orElse(false) ? 1 : 0;
            }
            shares.add(checks == 0 ? null : PageJson.finite(100.0 * inRange / checks));
        }
        return shares;
    }

    private Optional<PoolMetadata> find(PoolKey pool) {
        try {
            return pools.find(pool);
        } catch (WeirException e) {
            return Optional.empty(); // `weir doctor` names the file; the chart shows raw units.
        }
    }

    private static String shortened(String address) {
        return address.substring(0, 8) + "…" + address.substring(address.length() - 4);
    }
}
