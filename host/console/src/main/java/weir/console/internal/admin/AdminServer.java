package weir.console.internal.admin;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.base.AtomicFiles;

/**
 * The HTTP server of the admin API. Listens on the loopback address until it is stopped. Each start creates a new token. Clients read
 * the port from {@code admin.port} and the token from {@code admin.token}; only the owner can read these files.
 */
public final class AdminServer {

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final String LOOPBACK_ADDRESS = "127.0.0.1";
    private static final int MAX_THREADS = 16;
    private static final int TOKEN_BYTES = 32;
    private static final int STOP_TIMEOUT_MILLIS = 1_000;

    /** Longer than the longest command, which waits for another one and then twice for the installer. */
    private static final int IDLE_TIMEOUT_MILLIS = 180_000;

    private final Path tokenFile;
    private final Path portFile;
    private final Server server;
    private final int port;

    /**
     * Starts the server.
     *
     * @param data directory of the two files; created if it is missing
     * @param configuredPort port; 0 for any free one
     * @param front creates the handler that gets each request first, from a check of the token and the handler of all requests that
     *     it does not answer
     * @param commands handles the authenticated requests
     * @throws BindException if the port is in use
     * @throws IOException if the files cannot be written
     */
    AdminServer(Path data, int configuredPort, BiFunction<Predicate<String>, Handler, Handler> front, Handler commands)
            throws Exception {
        Files.createDirectories(data);
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
        ServerConnector connector = newConnector(configuredPort);
        server.addConnector(connector);
        AuthenticationHandler authentication = new AuthenticationHandler(token, commands);
        server.setHandler(front.apply(authentication::isToken, authentication));
        try {
            AtomicFiles.writeOwnerOnly(tokenFile, token + "\n");
            listen(configuredPort);
            port = connector.getLocalPort();
            AtomicFiles.writeOwnerOnly(portFile, port + "\n");
        } catch (Exception e) {
            stop();
            throw e;
        }
        LOG.info("The admin API listens on {}", url());
    }

    private void listen(int configuredPort) throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            throw (BindException) new BindException("The admin API cannot listen on " + LOOPBACK_ADDRESS + ":"
                            + configuredPort + " (" + e.getMessage()
                            + "); end the program that uses the port, or choose another with --admin.port")
                    .initCause(e);
        }
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

    /** Closes the port and deletes the files. */
    void stop() throws Exception {
        try {
            Files.deleteIfExists(portFile);
            Files.deleteIfExists(tokenFile);
        } finally {
            server.stop();
        }
    }
}
