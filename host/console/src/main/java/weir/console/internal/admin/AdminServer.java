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
 * The HTTP server of the admin API. Listens on the loopback address. Each start creates a new token. Clients read the port from
 * {@code admin.port} and the token from {@code admin.token}; only the owner can read these files.
 */
@Component(
        service = AdminServer.class,
        immediate = true,
        configurationPid = AdminConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AdminConfiguration.class)
public final class AdminServer {

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final String LOOPBACK_ADDRESS = "127.0.0.1";
    private static final int MAX_THREADS = 16;
    private static final int TOKEN_BYTES = 32;
    private static final int STOP_TIMEOUT_MILLIS = 1_000;

    /** Longer than the longest command. */
    private static final int IDLE_TIMEOUT_MILLIS = 60_000;

    private final Path tokenFile;
    private final Path portFile;
    private final Server server;
    private final int port;

    /**
     * Starts the server.
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
                        health));
    }

    /** @param commands handles the authenticated requests */
    AdminServer(AdminConfiguration configuration, Handler commands) throws Exception {
        Path data = Files.createDirectories(Path.of(configuration.data()));
        tokenFile = data.resolve("admin.token");
        portFile = data.resolve("admin.port");
        byte[] tokenBytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(tokenBytes);
        String token = HexFormat.of().formatHex(tokenBytes);
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
        threads.setName("admin");
        threads.setReservedThreads(0);
        threads.setStopTimeout(STOP_TIMEOUT_MILLIS);
        server = new Server(threads);
        ServerConnector connector = newConnector(configuration.port());
        server.addConnector(connector);
        server.setHandler(new AuthenticationHandler(token, commands));
        try {
            AtomicFiles.writeOwnerOnly(tokenFile, token + "\n");
            server.start();
            port = connector.getLocalPort();
            AtomicFiles.writeOwnerOnly(portFile, port + "\n");
        } catch (Exception e) {
            stop();
            throw new IOException(
                    "The admin API cannot listen on " + LOOPBACK_ADDRESS + ":" + configuration.port() + " ("
                            + e.getMessage()
                            + "); stop the program that uses the port, or choose another port with --admin.port",
                    e);
        }
        LOG.info("The admin API listens on {}", url());
    }

    private ServerConnector newConnector(int configuredPort) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // Without acceptor threads, the single selector thread accepts connections.
        ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
        connector.setHost(LOOPBACK_ADDRESS);
        connector.setPort(configuredPort);
        connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        return connector;
    }

    /** URL of the admin API without a path. */
    public String url() {
        return "http://" + LOOPBACK_ADDRESS + ":" + port;
    }

    @Deactivate
    void stop() throws Exception {
        Files.deleteIfExists(portFile);
        Files.deleteIfExists(tokenFile);
        server.stop();
    }
}
