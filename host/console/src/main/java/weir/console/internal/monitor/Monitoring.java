package weir.console.internal.monitor;

import java.util.function.Predicate;
import org.eclipse.jetty.server.Handler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import weir.console.internal.ConsoleConfiguration;
import weir.console.internal.admin.BrowserGuard;
import weir.console.internal.admin.HealthReport;
import weir.metrics.Metrics;
import weir.router.Router;

/** What the monitoring requests return. Thread-safe. */
@Component(
        service = Monitoring.class,
        configurationPid = ConsoleConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Monitoring {

    private final Metrics metrics;
    private final Router router;
    private final HealthReport health;
    private final TokenFile tokenFile;

    @Activate
    public Monitoring(
            @Reference Metrics metrics,
            @Reference Router router,
            @Reference HealthReport health,
            ConsoleConfiguration configuration) {
        this(metrics, router, health, new TokenFile(configuration.metrics_token_file()));
    }

    Monitoring(Metrics metrics, Router router, HealthReport health, TokenFile tokenFile) {
        this.metrics = metrics;
        this.router = router;
        this.health = health;
        this.tokenFile = tokenFile;
    }

    /** All metrics as text. */
    String metrics() {
        return metrics.text();
    }

    /** Whether the axon listens and a version serves a route. Takes no lock and runs no health check. */
    boolean isReady() {
        return health.isRegistered("axon")
                && router.routes().stream().anyMatch(route -> route.serving().isPresent());
    }

    /** Whether this is the token of the file for Prometheus. */
    boolean isMetricsToken(String token) {
        return tokenFile.contains(token);
    }

    /** Creates the handler on the admin port, where the admin token is valid for metrics, too. */
    public Handler onAdminPort(Predicate<String> isAdminToken, Handler next) {
        return new MonitoringHandler(this, BrowserGuard::problem, isAdminToken, next);
    }
}
