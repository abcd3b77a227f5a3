package weir.console.internal;

import java.util.List;
import java.util.Locale;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.installer.BundleIdentity;
import weir.installer.PluginStatus;
import weir.router.RouteStatus;

/** What is listening, installed and routed, on one screen. */
final class Screen {

    /** More than fit on a screen are counted instead. */
    private static final int ROWS = 16;

    private Screen() {}

    /**
     * @param axon where validators ask, as a URL without a path; empty where nothing listens
     * @param admin where commands are taken, likewise
     */
    static String text(
            String version,
            String axon,
            String admin,
            List<PluginStatus> plugins,
            List<RouteStatus> routes,
            List<String> problems) {
        StringBuilder text = new StringBuilder("\nWeir ").append(version).append('\n');
        if (!axon.isEmpty()) {
            text.append("  listens on ").append(axon).append("/RebalanceQuery\n");
        }
        if (!admin.isEmpty()) {
            text.append("  takes commands on ").append(admin).append('\n');
        }
        text.append("\nstrategies\n").append(plugins(plugins));
        text.append("\nroutes\n").append(routes(routes));
        if (!problems.isEmpty()) {
            text.append("\nto mend\n");
            problems.forEach(problem -> text.append("  ").append(problem).append('\n'));
        }
        return text.append('\n').toString();
    }

    private static String plugins(List<PluginStatus> plugins) {
        if (plugins.isEmpty()) {
            return "  none: put a strategy's JAR into the plugins folder and it serves within a second\n";
        }
        Table table = new Table().row("name", "version", "state", "file");
        plugins.stream()
                .limit(ROWS)
                .forEach(plugin -> table.row(
                        plugin.bundle().map(BundleIdentity::name).orElse("-"),
                        plugin.bundle()
                                .map(bundle -> bundle.version().toString())
                                .orElse("-"),
                        plugin.state().name().toLowerCase(Locale.ROOT),
                        plugin.file()));
        return table.text() + rest(plugins.size());
    }

    private static String routes(List<RouteStatus> routes) {
        if (routes.isEmpty()) {
            return "  none: every query is answered with the current positions; add a file to conf/routes\n";
        }
        Table table = new Table().row("route", "chain", "pair", "strategy", "versions", "serves");
        routes.stream()
                .limit(ROWS)
                .forEach(route -> table.row(
                        route.id(),
                        Long.toString(route.chainId()),
                        route.pair(),
                        route.strategy(),
                        route.versions().map(VersionRange::toString).orElse("any"),
                        route.serving().map(Version::toString).orElse("-")));
        return table.text() + rest(routes.size());
    }

    private static String rest(int size) {
        return size > ROWS ? "  ... and " + (size - ROWS) + " more\n" : "";
    }
}
