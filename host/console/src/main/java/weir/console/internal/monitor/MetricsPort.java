package weir.console.internal.monitor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.console.internal.ConsoleConfiguration;
import weir.console.internal.admin.BrowserGuard;

/**
 * The port of {@code metrics.port}, which serves the monitoring requests and nothing else. While it listens, the health check
 * {@code metrics} is registered. If it cannot listen, the host goes on without it.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = ConsoleConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class MetricsPort {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsPort.class);
    private static final int MAX_THREADS = 8;
    private static final int IDLE_TIMEOUT_MILLIS = 30_000;
    private static final int STOP_TIMEOUT_MILLIS = 1_000;

    private Server server;
    private ServiceRegistration<HealthCheck> registration;

    @Activate
    public MetricsPort(BundleContext context, @Reference Monitoring monitoring, ConsoleConfiguration configuration) {
        if (configuration.metrics_port() < 0) {
            return;
        }
        String address = configuration.metrics_ip() + ":" + configuration.metrics_port();
        try {
            server = start(monitoring, configuration.metrics_ip(), configuration.metrics_port());
            registration = context.registerService(
                    HealthCheck.class,
                    () -> new Result(Result.Status.OK, "the port for metrics listens on " + address),
                    FrameworkUtil.asDictionary(Map.of(HealthCheck.NAME, "metrics", HealthCheck.TAGS, "weir")));
            LOG.info("The port for metrics listens on {}", address);
        } catch (Exception e) {
            LOG.error(
                    "The port for metrics cannot listen on {} ({}). End the program that uses the port, or choose another with"
                            + " --metrics.port; then restart the host",
                    address,
                    e.getMessage());
        }
    }

    /** Starts a server. Does not check the Host header on an address other than loopback, where other machines use any name of it. */
    static Server start(Monitoring monitoring, String ip, int port) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
        threads.setName("metrics");
        threads.setReservedThreads(0);
        threads.setStopTimeout(STOP_TIMEOUT_MILLIS);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // Without acceptor threads, the single selector thread accepts connections.
        ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
        connector.setHost(ip);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        server.addConnector(connector);
        server.setHandler(new MonitoringHandler(monitoring, headerCheck(ip), token -> false, new UnknownRequest()));
        try {
            server.start();
            return server;
        } catch (Exception e) {
            server.stop();
            throw e;
        }
    }

    private static Function<HttpFields, Optional<String>> headerCheck(String ip) throws UnknownHostException {
        return InetAddress.getByName(ip).isLoopbackAddress() ? BrowserGuard::problem : BrowserGuard::originProblem;
    }

    @Deactivate
    void stop() throws Exception {
        if (registration != null) {
            registration.unregister();
        }
        if (server != null) {
            server.stop();
        }
    }

    /** Rejects requests that are not for monitoring. */
    private static final class UnknownRequest extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            MonitoringHandler.send(
                    response, callback, 404, "unknown request; this port serves GET /metrics, /live and /ready\n");
            return true;
        }
    }
}
