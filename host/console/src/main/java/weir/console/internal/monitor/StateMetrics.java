package weir.console.internal.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import weir.chain.Metagraph;
import weir.chain.MetagraphService;
import weir.chain.MetagraphStatus;
import weir.console.internal.ConsoleConfiguration;
import weir.console.internal.admin.HealthReport;
import weir.metrics.Gauge;
import weir.metrics.Metrics;
import weir.router.RouteStatus;
import weir.router.Router;

/** Sets the metrics of the host's state before each read: version, health checks, routes, and what the chain says of the miner. */
@Component(
        service = {},
        immediate = true,
        configurationPid = ConsoleConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class StateMetrics {

    private final Router router;
    private final HealthReport health;
    private final QueryMetrics queries;
    private final VersionMetrics versions;
    private final String hotkey;
    private final Gauge healthStatus;
    private final Gauge served;
    private final Gauge metagraphAge;
    private final Gauge registered;
    private final Gauge incentive;
    private final Gauge deregistrationRank;
    private final Metrics.Registration update;

    private volatile MetagraphService chain;

    @Activate
    public StateMetrics(
            BundleContext context,
            @Reference Metrics metrics,
            @Reference Router router,
            @Reference HealthReport health,
            @Reference QueryMetrics queries,
            @Reference VersionMetrics versions,
            ConsoleConfiguration configuration) {
        this(
                metrics,
                router,
                health,
                queries,
                versions,
                configuration.hotkey(),
                context.getBundle().getVersion().toString());
    }

    StateMetrics(
            Metrics metrics,
            Router router,
            HealthReport health,
            QueryMetrics queries,
            VersionMetrics versions,
            String hotkey,
            String version) {
        this.router = router;
        this.health = health;
        this.queries = queries;
        this.versions = versions;
        this.hotkey = hotkey;
        metrics.gauge("weir_build_info", "Always 1, with the versions of Weir and Java", "version", "java")
                .set(1, version, Runtime.version().toString());
        healthStatus = metrics.gauge(
                "weir_health",
                "Result of a health check: 0 ok, 1 warning, 2 temporarily unavailable, 3 critical, 4 the check failed",
                "check");
        served = metrics.gauge("weir_route_served", "Whether a version serves the route: 1 or 0", "route");
        metagraphAge = metrics.gauge("weir_metagraph_age_seconds", "Time since the metagraph was read from the chain");
        registered = metrics.gauge("weir_miner_registered", "Whether the hotkey is in the metagraph: 1 or 0");
        incentive = metrics.gauge("weir_miner_incentive_ratio", "The miner's share of what the subnet's miners earn");
        deregistrationRank = metrics.gauge(
                "weir_miner_deregistration_rank",
                "Number of neurons that are deregistered before the miner; NaN while it is safe");
        update = metrics.beforeRead(this::update);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setChain(MetagraphService service) {
        chain = service;
    }

    void unsetChain(MetagraphService service) {
        chain = null;
    }

    @Deactivate
    void stop() {
        update.close();
    }

    private void update() {
        Map<String, Integer> checks = health.report().checks().stream()
                .collect(Collectors.toMap(
                        HealthReport.Check::name, check -> check.status().ordinal(), Math::max));
        healthStatus.removeIf(values -> !checks.containsKey(values.get(0)));
        checks.forEach((name, status) -> healthStatus.set(status, name));
        List<RouteStatus> routes = router.routes();
        served.removeIf(values -> routes.stream().noneMatch(route -> route.id().equals(values.get(0))));
        routes.forEach(route -> served.set(route.serving().isPresent() ? 1 : 0, route.id()));
        queries.keepOnly(routes);
        versions.keepOnly(routes);
        MetagraphService service = chain;
        setOrEnd(
                metagraphAge,
                Optional.ofNullable(service)
                        .map(MetagraphService::status)
                        .flatMap(MetagraphStatus::readAt)
                        .map(readAt -> Duration.between(readAt, Instant.now()).toMillis() / 1e3));
        updateMiner(
                Optional.ofNullable(service).filter(one -> !hotkey.isEmpty()).flatMap(MetagraphService::current));
    }

    private void updateMiner(Optional<Metagraph> metagraph) {
        Optional<Integer> uid = metagraph.flatMap(known -> known.neuron(hotkey)).map(neuron -> neuron.uid());
        setOrEnd(registered, metagraph.map(known -> uid.isPresent() ? 1d : 0d));
        var registrations = metagraph.flatMap(Metagraph::registrations).filter(known -> uid.isPresent());
        setOrEnd(
                incentive,
                registrations.map(known -> known.byUid().get(uid.get()).incentiveShare()));
        long block = metagraph.map(Metagraph::block).orElse(0L);
        setOrEnd(
                deregistrationRank,
                registrations
                        .filter(known -> known.isFull() && block >= known.immunityEnd(uid.get()))
                        .map(known -> known.deregisteredBefore(uid.get(), block))
                        .filter(rank -> rank.isPresent())
                        .map(rank -> (double) rank.getAsInt()));
    }

    /** Sets a gauge without labels, or ends its series, because a value that is not known must not look like one. */
    private static void setOrEnd(Gauge gauge, Optional<Double> value) {
        if (value.isPresent()) {
            gauge.set(value.get());
        } else {
            gauge.removeIf(values -> true);
        }
    }
}
