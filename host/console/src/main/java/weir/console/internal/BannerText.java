package weir.console.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.installer.BundleIdentity;
import weir.installer.PluginOrigin;
import weir.installer.PluginStatus;
import weir.router.RouteStatus;

/** Formats the startup banner: ports, strategies, routes and problems. */
final class BannerText {

    private static final int MAX_ROWS = 16;

    private BannerText() {}

    /**
     * @param axonUrl the axon's URL without a path; empty if it does not listen
     * @param adminUrl the admin API's URL without a path; empty if it does not listen
     * @param miner what the chain says of the miner; empty without a hotkey
     * @param missingLimits what the limits of child processes do not cover on this machine; empty if there is no child process
     */
    static String format(
            String version,
            String axonUrl,
            String adminUrl,
            List<String> miner,
            List<PluginStatus> plugins,
            List<String> missingLimits,
            List<RouteStatus> routes,
            List<String> problems) {
        StringBuilder text = new StringBuilder("\nWeir ").append(version).append('\n');
        if (!axonUrl.isEmpty()) {
            text.append("  axon listens on ").append(axonUrl).append("/RebalanceQuery\n");
        }
        if (!adminUrl.isEmpty()) {
            text.append("  admin API listens on ").append(adminUrl).append('\n');
        }
        miner.forEach(line -> text.append("  ").append(line).append('\n'));
        text.append("\nstrategies\n").append(strategies(plugins));
        missingLimits.forEach(line -> text.append("  ").append(line).append('\n'));
        text.append("\nroutes\n").append(routes(routes));
        if (!problems.isEmpty()) {
            text.append("\nproblems\n");
            problems.forEach(problem -> text.append("  ").append(problem).append('\n'));
        }
        return text.append('\n').toString();
    }

    private static String strategies(List<PluginStatus> plugins) {
        return plugins.isEmpty()
                ? "  none: put a strategy's JAR into the plugins directory; it serves within a second\n"
                : table(
                        List.of("name", "version", "state", "file", "from", "isolation", "permissions", "sha-256"),
                        plugins,
                        plugin -> List.of(
                                plugin.bundle().map(BundleIdentity::name).orElse("-"),
                                plugin.bundle()
                                        .map(bundle -> bundle.version().toString())
                                        .orElse("-"),
                                plugin.state().name().toLowerCase(Locale.ROOT),
                                plugin.file(),
                                plugin.origin().map(PluginOrigin::source).orElse("-"),
                                plugin.origin()
                                        .map(origin -> origin.level().id())
                                        .orElse("-"),
                                plugin.origin()
                                        .map(PluginOrigin::describePermissions)
                                        .orElse("-"),
                                plugin.origin().map(PluginOrigin::shortHash).orElse("-")));
    }

    private static String routes(List<RouteStatus> routes) {
        return routes.isEmpty()
                ? "  none: every query is answered with the current positions; add a file to conf/routes\n"
                : table(
                        List.of("route", "chain", "pair", "strategy", "versions", "serving"),
                        routes,
                        route -> List.of(
                                route.id(),
                                Long.toString(route.chainId()),
                                route.pair(),
                                route.strategy(),
                                route.versions().map(VersionRange::toString).orElse("any"),
                                route.serving().map(Version::toString).orElse("-")));
    }

    /** Formats at most {@link #MAX_ROWS} elements as rows of aligned columns, and says how many more there are. */
    private static <T> String table(List<String> heading, List<T> elements, Function<T, List<String>> row) {
        List<List<String>> rows = new ArrayList<>(List.of(heading));
        elements.stream().limit(MAX_ROWS).map(row).forEach(rows::add);
        StringBuilder text = new StringBuilder();
        for (List<String> cells : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < cells.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(other -> other.get(column).length())
                        .max()
                        .getAsInt();
                line.append(String.format("  %-" + Math.max(width, 1) + "s", cells.get(i)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return elements.size() > MAX_ROWS
                ? text.append("  ... and ")
                        .append(elements.size() - MAX_ROWS)
                        .append(" more\n")
                        .toString()
                : text.toString();
    }
}
