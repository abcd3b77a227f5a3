package weir.console.internal.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.AtomicFiles;
import weir.installer.Installer;
import weir.router.Router;
import weir.router.Routes;

/**
 * The HTTP server of the admin API. It listens on the loopback address while it is active. Clients find its port in
 * {@code admin.port} and its token, which is new at each start, in {@code admin.token}; only the owner can read these files.
 */
@Component(
        service = AdminServer.class,
        immediate = true,
        configurationPid = AdminConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AdminConfiguration.class)
public final class AdminServer {

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final String HOST = "127.0.0.1";
    private static final int THREADS = 16;
    private static final int TOKEN_BYTES = 32;
    private static final int STOP_MILLIS = 1_000;

    /** More than the longest command takes. */
    private static final int IDLE_MILLIS = 60_000;

    private final Path tokenFile;
    private final Path portFile;
    private final Server server;
    private final int port;

    /**
     * Starts the server. If it cannot listen, stops the framework: the host then ends, so that a supervisor notices.
     *
     * @throws Exception if the port is in use or the files cannot be written
     */
    @Activate
    public AdminServer(
            BundleContext context,
            @Reference Router router,
            @Reference Routes routes,
            @Reference Installer installer,
            @Reference ServiceComponentRuntime components,
            @Reference StateMonitor states,
            @Reference HealthReport health,
            AdminConfiguration configuration)
            throws Exception {
        this(
                configuration,
                new AdminHandler(
                        new StrategyCommands(
                                installer,
                                router,
                                new InstalledStrategies(context, components),
                                new PluginUpload(Path.of(configuration.plugins()), installer, states)),
                        new RouteCommands(router, routes, new InstalledStrategies(context, components), states),
                        health),
                () -> stopFramework(context));
    }

    /**
     * @param commands handles the authenticated requests
     * @param cannotListen called if the server cannot listen
     */
    AdminServer(AdminConfiguration configuration, Handler commands, Runnable cannotListen) throws Exception {
        Path data = Files.createDirectories(Path.of(configuration.data()));
        tokenFile = data.resolve("admin.token");
        portFile = data.resolve("admin.port");
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
        threads.setName("admin");
        threads.setReservedThreads(0);
        threads.setStopTimeout(STOP_MILLIS);
        server = new Server(threads);
        ServerConnector connector = connector(configuration.port());
        server.addConnector(connector);
        server.setHandler(new AuthenticationHandler(token, commands));
        try {
            AtomicFiles.writeOwnerOnly(tokenFile, token + "\n");
            listen(configuration.port(), cannotListen);
            port = connector.getLocalPort();
            AtomicFiles.writeOwnerOnly(portFile, port + "\n");
        } catch (Exception e) {
            stop();
            throw e;
        }
        LOG.info("The admin API listens on {}", url());
    }

    private void listen(int configuredPort, Runnable cannotListen) throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            String problem = "The admin API cannot listen on " + HOST + ":" + configuredPort + " (" + e.getMessage()
                    + "); end the program that uses the port, or choose another with --admin.port";
            LOG.error("{}. The host stops", problem);
            cannotListen.run();
            throw new IOException(problem, e);
        }
    }

    private static void stopFramework(BundleContext context) {
        try {
            context.getBundle(0).stop();
        } catch (BundleException e) {
            LOG.error("The framework did not stop", e);
        }
    }

    private ServerConnector connector(int configuredPort) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // Without acceptor threads, the single selector thread accepts connections.
        ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
        connector.setHost(HOST);
        connector.setPort(configuredPort);
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }

    /** The URL without a path. */
    public String url() {
        return "http://" + HOST + ":" + port;
    }

    @Deactivate
    void stop() throws Exception {
        Files.deleteIfExists(portFile);
        Files.deleteIfExists(tokenFile);
        server.stop();
    }
}
