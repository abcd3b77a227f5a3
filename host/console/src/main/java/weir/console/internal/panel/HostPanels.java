package weir.console.internal.panel;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import weir.console.internal.panel.json.PageJson;
import weir.installer.BundleIdentity;
import weir.installer.Installer;
import weir.installer.PluginOrigin;
import weir.router.RouteStatus;
import weir.router.Router;
import weir.router.Routes;
import weir.router.StrategyState;

/** The panels about active strategies and about the machine. For one thread. */
final class HostPanels {

    private static final int MAX_SAMPLES = 360;
    private static final Duration SAMPLE_PERIOD = Duration.ofSeconds(5);
    private static final int MAX_CHANGES = 10;

    private final BundleContext context;
    private final Router router;
    private final Routes routes;
    private final Installer installer;
    private final Path data;
    private final Deque<Sample> samples = new ArrayDeque<>();

    HostPanels(BundleContext context, Router router, Routes routes, Installer installer, Path data) {
        this.context = context;
        this.router = router;
        this.routes = routes;
        this.installer = installer;
        this.data = data;
    }

    /** @param previous the version that a roll-back returns to */
    record RouteRow(
            String id,
            String pair,
            String strategy,
            String versions,
            Optional<Version> serving,
            String publisher,
            long answers,
            long fallbacks,
            String problem,
            List<Available> available,
            List<Change> changes,
            Optional<Change> previous) {}

    record Available(Version version, StrategyState state, String reason) {}

    record Change(Instant time, String strategy, Optional<Version> version, String reason) {}

    record Strategies(List<RouteRow> routes, List<String> problems) {}

    private record Sample(long second, double heapMb, int threads) {}

    record Machine(
            double heapMb,
            double heapMaxMb,
            int threads,
            double diskFreeGb,
            long uptimeSeconds,
            String java,
            ClockCheck clock,
            List<Long> x,
            List<Double> heap) {}

    Strategies strategies() {
        return new Strategies(router.routes().stream().map(this::row).toList(), router.problems());
    }

    private RouteRow row(RouteStatus route) {
        List<Change> changes = new ArrayList<>();
        routes.changes(route.id()).forEach(change -> changes.add(0, change(change)));
        return new RouteRow(
                route.id(),
                route.pair(),
                route.strategy(),
                route.versions().map(VersionRange::toString).orElse("any"),
                route.serving(),
                publisher(route),
                route.answers(),
                route.fallbacks(),
                route.problem(),
                route.instances().stream()
                        .map(instance -> new Available(instance.version(), instance.state(), instance.reason()))
                        .toList(),
                changes.subList(0, Math.min(MAX_CHANGES, changes.size())),
                routes.rollbackTarget(route.id()).map(HostPanels::change));
    }

    private static Change change(Routes.Change change) {
        return new Change(change.time(), change.strategy().orElse("none"), change.version(), change.reason());
    }

    /** From whom the serving bundle is: what its signature proves, or else what the bundle itself says. */
    private String publisher(RouteStatus route) {
        return route.instances().stream()
                .filter(instance ->
                        route.serving().filter(instance.version()::equals).isPresent())
                .map(instance -> context.getBundle(instance.bundleId()))
                .filter(bundle -> bundle != null)
                .map(this::publisher)
                .findFirst()
                .orElse("");
    }

    private String publisher(Bundle bundle) {
        BundleIdentity identity = new BundleIdentity(bundle.getSymbolicName(), bundle.getVersion());
        Optional<PluginOrigin> origin = installer.status().stream()
                .filter(plugin -> plugin.bundle().filter(identity::equals).isPresent())
                .flatMap(plugin -> plugin.origin().stream())
                .findFirst();
        if (origin.flatMap(PluginOrigin::publisher).isPresent()) {
            return "signed by " + origin.get().source();
        }
        String vendor = bundle.getHeaders("").get(Constants.BUNDLE_VENDOR);
        return "unsigned; the bundle names " + (vendor == null ? "no vendor" : "the vendor " + vendor);
    }

    /** @param blockAge by how much the newest block was older than the clock of this machine; empty if it is not known */
    Machine machine(Instant now, Optional<Duration> blockAge) {
        Runtime runtime = Runtime.getRuntime();
        double heap = (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        if (samples.isEmpty() || now.getEpochSecond() - samples.getLast().second >= SAMPLE_PERIOD.toSeconds()) {
            samples.addLast(new Sample(now.getEpochSecond(), heap, threads));
            if (samples.size() > MAX_SAMPLES) {
                samples.removeFirst();
            }
        }
        Sample last = samples.getLast();
        return new Machine(
                Math.rint(last.heapMb),
                Math.rint(runtime.maxMemory() / 1e6),
                last.threads,
                Math.rint(data.toFile().getUsableSpace() / 1e8) / 10,
                ManagementFactory.getRuntimeMXBean().getUptime() / 60_000 * 60,
                Runtime.version().toString(),
                ClockCheck.of(blockAge),
                samples.stream().map(Sample::second).toList(),
                samples.stream().map(sample -> PageJson.finite(sample.heapMb)).toList());
    }
}
