package weir.axon.internal.server;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP/1.1 server on the public port, within {@link ServerLimits}. It listens from construction until it is closed. */
public final class AxonServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AxonServer.class);

    /** A dendrite sends less than 2 KiB of headers. */
    private static final int HEADER_BYTES = 8 * 1024;

    private static final int ACCEPT_QUEUE = 1024;

    /** Holds many responses; the system's default would keep megabytes for a client that does not read. */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    private final Server server;
    private final ServerConnector connector;
    private final ConnectionTimeouts timeouts;
    private final Duration shutdownTimeout;

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one
     * @param threads the most threads that handle requests
     * @throws java.net.BindException if the address is in use
     */
    public AxonServer(String host, int port, ServerLimits limits, int threads, Handler handler) throws Exception {
        this(host, port, limits, threads, handler, System::nanoTime);
    }

    AxonServer(String host, int port, ServerLimits limits, int threads, Handler handler, LongSupplier nanoTime)
            throws Exception {
        QueuedThreadPool pool = new QueuedThreadPool(threads);
        pool.setName("axon");
        ByteBufferPool buffers = new UnpooledHeapBuffers(new ArrayByteBufferPool());
        server = new Server(pool, new ScheduledExecutorScheduler("axon-timer", true), buffers);
        shutdownTimeout = limits.shutdown();
        connector = connector(limits);
        connector.setHost(host);
        connector.setPort(port);
        timeouts = new ConnectionTimeouts(limits, connector.getScheduler(), nanoTime, handler);
        connector.addBean(timeouts, false);
        connector.addBean(new ConnectionLimit(limits.connections(), limits.perNetwork()));
        server.addConnector(connector);
        server.setHandler(timeouts);
        try {
            server.start();
        } catch (Exception e) {
            server.stop();
            throw e;
        }
        LOG.info("Listening on {}:{}", host, port());
    }

    private ServerConnector connector(ServerLimits limits) {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setResponseHeaderSize(HEADER_BYTES);
        http.setSendServerVersion(false);
        HttpConnectionFactory connections = new HttpConnectionFactory(http);
        connections.setUseInputDirectByteBuffers(false);
        ServerConnector made = new ServerConnector(server, connections);
        made.setAcceptQueueSize(ACCEPT_QUEUE);
        made.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        // ConnectionTimeouts is stricter in every phase.
        made.setIdleTimeout(limits.keepAlive().plus(limits.handling()).toMillis());
        return made;
    }

    /** The port that is listened on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** The connector, for tests. */
    ServerConnector connector() {
        return connector;
    }

    /**
     * Stops gracefully: closes the port, answers the requests in progress, and waits for them at most for the time of
     * {@link ServerLimits#shutdown}.
     */
    @Override
    public void close() {
        try {
            connector.close();
            timeouts.shutdown().get(shutdownTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Some requests were not answered within {} ms of the stop", shutdownTimeout.toMillis());
        } catch (InterruptedException | ExecutionException e) {
            LOG.warn("The stop does not wait for requests in progress", e);
        }
        try {
            server.stop();
        } catch (Exception e) {
            LOG.error("The HTTP server did not stop cleanly", e);
        }
    }
}
