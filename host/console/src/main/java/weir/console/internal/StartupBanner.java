package weir.console.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import weir.chain.MetagraphService;
import weir.chain.ServedAddress;
import weir.console.internal.admin.AdminServer;
import weir.console.internal.admin.StateMonitor;
import weir.installer.Installer;
import weir.installer.PluginStatus;
import weir.isolation.ChildProcesses;
import weir.router.RouteStatus;
import weir.router.Router;

/**
 * Prints the state of the host once after the start: when all ports listen, every plugin is installed or rejected, and every
 * route has a serving version; at the latest after three seconds.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = ConsoleConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class StartupBanner {

    private static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(3);

    private final Router router;
    private final Installer installer;
    private final StateMonitor stateMonitor;
    private final String axonUrl;
    private final String[] privateKeyFiles;
    private final String hotkey;
    private final double minStake;
    private final ServedAddress served;
    private final String version;
    private final Thread printThread = new Thread(this::print, "startup-banner");

    private volatile AdminServer adminServer;
    private volatile MetagraphService chain;
    private volatile HealthCheck axon;
    private volatile ChildProcesses childProcesses;

    @Activate
    public StartupBanner(
            BundleContext context,
            @Reference Router router,
            @Reference Installer installer,
            @Reference StateMonitor stateMonitor,
            ConsoleConfiguration configuration) {
        this.router = router;
        this.installer = installer;
        this.stateMonitor = stateMonitor;
        this.axonUrl = configuration.axon();
        this.privateKeyFiles = configuration.private_key_files();
        this.hotkey = configuration.hotkey();
        Map<String, String> settings = HostSettings.parse(configuration.settings());
        this.minStake = Double.parseDouble(settings.getOrDefault("axon.min_stake", "0"));
        String externalPort = settings.getOrDefault("axon.external_port", "");
        this.served = ServedAddress.of(
                settings.getOrDefault("axon.external_ip", ""),
                Integer.parseInt(externalPort.isEmpty() ? settings.getOrDefault("axon.port", "0") : externalPort));
        this.version = context.getBundle().getVersion().toString();
        printThread.setDaemon(true);
        printThread.start();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setAdmin(AdminServer server) {
        adminServer = server;
        stateMonitor.changed();
    }

    void unsetAdmin(AdminServer server) {
        adminServer = null;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setChain(MetagraphService service) {
        chain = service;
    }

    void unsetChain(MetagraphService service) {
        chain = null;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setChildProcesses(ChildProcesses service) {
        childProcesses = service;
    }

    void unsetChildProcesses(ChildProcesses service) {
        childProcesses = null;
    }

    /** The axon's health check is registered while the axon listens. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            target = "(" + HealthCheck.NAME + "=axon)")
    void setAxon(HealthCheck axon) {
        this.axon = axon;
        stateMonitor.changed();
    }

    void unsetAxon(HealthCheck axon) {
        this.axon = null;
    }

    @Deactivate
    void stop() {
        printThread.interrupt();
    }

    private void print() {
        stateMonitor.await(() -> isStarted() ? Optional.of(true) : Optional.empty(), STARTUP_TIMEOUT);
        if (Thread.interrupted()) {
            return;
        }
        AdminServer server = adminServer;
        HealthCheck listening = axon;
        System.out.print(BannerText.format(
                version,
                listening == null ? "" : axonUrl,
                server == null ? "" : server.url(),
                minerLines(),
                installer.status(),
                missingLimits(),
                router.routes(),
                problems(listening, server != null)));
        System.out.flush();
    }

    /** What is known now: the banner does not wait for the chain. */
    private List<String> minerLines() {
        MetagraphService service = chain;
        if (hotkey.isEmpty()) {
            return List.of();
        }
        if (service != null && service.status().isOverridden()) {
            return List.of("miner " + hotkey + ": a file replaces the metagraph of the chain;"
                    + " `weir doctor` checks registration and address");
        }
        return MinerText.lines(hotkey, service == null ? Optional.empty() : service.current(), minStake, served);
    }

    /** What is not limited for the child processes that run now. */
    private List<String> missingLimits() {
        ChildProcesses service = childProcesses;
        return service == null || service.status().isEmpty() ? List.of() : service.missingLimits();
    }

    private boolean isStarted() {
        List<PluginStatus> plugins = installer.status();
        return !plugins.isEmpty()
                && plugins.stream().noneMatch(plugin -> plugin.state() == PluginStatus.State.WAITING)
                && router.routes().stream().allMatch(route -> route.serving().isPresent())
                && adminServer != null
                && axon != null;
    }

    /** @param listening the axon's health check; {@code null} if it does not listen */
    private List<String> problems(HealthCheck listening, boolean adminApi) {
        List<String> problems = new ArrayList<>(installer.problems());
        if (listening == null) {
            problems.add("the axon does not listen on " + axonUrl
                    + ", so validators get no answer; see the log, then restart the host");
        } else {
            listening.execute().forEach(entry -> {
                if (entry.getStatus().compareTo(Result.Status.WARN) >= 0) {
                    problems.add(entry.getMessage());
                }
            });
        }
        if (!adminApi) {
            problems.add("the admin API does not listen, so commands fail; see the log, then restart the host");
        }
        problems.addAll(WalletHealth.warnings(privateKeyFiles));
        problems.addAll(router.problems());
        for (PluginStatus plugin : installer.status()) {
            if (!plugin.message().isEmpty()) {
                problems.add(plugin.file() + ": " + plugin.message());
            }
        }
        for (RouteStatus route : router.routes()) {
            if (route.serving().isEmpty()) {
                problems.add("route " + route.id() + ": " + route.problem()
                        + "; until then, its queries are answered with the current positions");
            }
        }
        return problems;
    }
}
