package weir.console.internal.panel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.base.WeirException;
import weir.console.internal.panel.PairHistory.Point;
import weir.console.internal.panel.json.PageJson;
import weir.console.internal.panel.json.PanelSerializer;
import weir.history.PoolKey;
import weir.history.pool.PoolMetadata;
import weir.history.pool.PoolMetadataStore;

/**
 * The panels "price with my ranges" and "inventory" of each pair. A pair is built again only after a change, and without the lock under
 * which queries are recorded. For one thread.
 */
final class PairPanels {

    private static final double BASE_BLOCK_SECONDS = 2;
    private static final int SHARE_WINDOW = 20;

    private final PoolMetadataStore pools;
    private final PanelSerializer serializer;
    private Map<PoolKey, Built> built = Map.of();

    private record Built(long revision, String json) {}

    PairPanels(Path data, PanelSerializer serializer) {
        this.serializer = serializer;
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
            List<PairSnapshot.HeldRange> ranges,
            List<PairHistory.Mark> marks) {}

    record PoolText(String symbol0, String symbol1, int decimals0, int decimals1) {}

    record Round(
            String id,
            String type,
            int rebalances,
            Double inRange,
            String left0,
            String left1,
            Double part0,
            Double part1) {}

    /** The JSON of each pair by the name of its panel, {@code price} and the pair's id; the pair that was asked last is first. */
    Map<String, String> of(PageRecorder recorder) {
        List<PoolKey> known = new ArrayList<>();
        List<PairSnapshot> changed = recorder.read((activity, recorded) -> {
            List<PairSnapshot> copies = new ArrayList<>();
            for (PairHistory pair : recorded.pairs()) {
                known.add(0, pair.pool());
                Built before = built.get(pair.pool());
                if (before == null || before.revision != pair.revision()) {
                    copies.add(PairSnapshot.of(pair));
                }
            }
            return copies;
        });
        Map<PoolKey, Built> next = new HashMap<>(built);
        next.keySet().retainAll(known);
        changed.forEach(pair -> next.put(
                pair.pool(), new Built(pair.revision(), serializer.serialize(panel(pair.pool()), () -> view(pair)))));
        built = next;
        Map<String, String> panels = new LinkedHashMap<>();
        known.forEach(pool -> panels.put(panel(pool), next.get(pool).json));
        return panels;
    }

    private static String panel(PoolKey pool) {
        return "price " + id(pool);
    }

    private static String id(PoolKey pool) {
        return pool.chainId() + "-" + pool.address();
    }

    private Pair view(PairSnapshot pair) {
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
                pair.ranges(),
                pair.marks());
        return new Pair(
                id(pair.pool()),
                pair.pool().address(),
                metadata.map(pool ->
                                pool.token0().symbol() + "/" + pool.token1().symbol())
                        .orElse(shortened(pair.pool().address())),
                pair.route(),
                pair.lastQuery().toString(),
                chart,
                shareInRange(points),
                points.stream()
                        .map(point -> PageJson.finite(100 * point.left0()))
                        .toList(),
                points.stream()
                        .map(point -> PageJson.finite(100 * point.left1()))
                        .toList(),
                round(pair.round(), metadata, points.get(points.size() - 1)));
    }

    private static Round round(PairSnapshot.Round round, Optional<PoolMetadata> metadata, Point last) {
        return new Round(
                round.id(),
                round.type().name().toLowerCase(java.util.Locale.ROOT),
                round.rebalances(),
                round.checks() == 0 ? null : PageJson.finite(100.0 * round.inRange() / round.checks()),
                amount(metadata.map(PoolMetadata::token0), round.left0()),
                amount(metadata.map(PoolMetadata::token1), round.left1()),
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
        int inRange = 0;
        int checks = 0;
        for (int i = 0; i < points.size(); i++) {
            inRange += points.get(i).isInRange().orElse(false) ? 1 : 0;
            checks += points.get(i).isInRange().isPresent() ? 1 : 0;
            if (i >= SHARE_WINDOW) {
                Point left = points.get(i - SHARE_WINDOW);
                inRange -= left.isInRange().orElse(false) ? 1 : 0;
                checks -= left.isInRange().isPresent() ? 1 : 0;
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
