package weir.axon.internal.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.protocol.synapse.SynapseWriter;

/** The HTTP/1.1 server on the public port. It enforces {@link ServerLimits}, and listens from construction until {@link #close}. */
public final class AxonServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AxonServer.class);

    /** A dendrite sends less than 2 KiB of headers. */
    private static final int MAX_HEADER_BYTES = 8 * 1024;

    private static final int ACCEPT_QUEUE_CONNECTIONS = 1024;

    /** Room for many responses. The system's default would hold megabytes for a client that does not read. */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    private final Server server;
    private final ServerConnector connector;
    private final ConnectionTimeouts timeouts;
    private final Duration shutdownTimeout;

    /**
     * Starts the server.
     *
     * @param port 0 for any free port
     * @param threads maximum number of threads that handle requests
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
        shutdownTimeout = limits.shutdownTimeout();
        connector = newConnector(limits);
        connector.setHost(host);
        connector.setPort(port);
        timeouts = new ConnectionTimeouts(limits, connector.getScheduler(), nanoTime, handler);
        connector.addBean(timeouts, false);
        connector.addBean(new ConnectionLimit(limits.maxConnections(), limits.maxConnectionsPerNetwork()));
        server.addConnector(connector);
        server.setHandler(timeouts);
        server.setErrorHandler(AxonServer::sendError);
        try {
            server.start();
        } catch (Exception e) {
            server.stop();
            throw e;
        }
        LOG.info("Listening on {}:{}", host, port());
    }

    /** Answers a request that Jetty rejects before it reaches the handler, for example malformed HTTP. */
    private static boolean sendError(Request request, Response response, Callback callback) {
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        byte[] json = SynapseWriter.writeError(
                HttpStatus.getMessage(response.getStatus()) + (message == null ? "" : ": " + message));
        response.write(true, ByteBuffer.wrap(json), callback);
        return true;
    }

    private ServerConnector newConnector(ServerLimits limits) {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setResponseHeaderSize(MAX_HEADER_BYTES);
        http.setSendServerVersion(false);
        HttpConnectionFactory connections = new HttpConnectionFactory(http);
        connections.setUseInputDirectByteBuffers(false);
        ServerConnector result = new ServerConnector(server, connections);
        result.setAcceptQueueSize(ACCEPT_QUEUE_CONNECTIONS);
        result.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        // Never reached, because ConnectionTimeouts closes connections earlier.
        result.setIdleTimeout(
                limits.keepAliveTimeout().plus(limits.handlingTimeout()).toMillis());
        return result;
    }

    /** Returns the port on which the server listens. */
    public int port() {
        return connector.getLocalPort();
    }

    /** For tests. */
    ServerConnector connector() {
        return connector;
    }

    /**
     * Closes the port, waits at most {@link ServerLimits#shutdownTimeout} until the responses to requests in progress are sent, and stops
     * the server.
     */
    @Override
    public void close() {
        try {
            connector.close();
            timeouts.shutdown().get(shutdownTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Stopping although some requests are still in progress after {} ms", shutdownTimeout.toMillis());
        } catch (InterruptedException | ExecutionException e) {
            LOG.warn("Stopping without waiting for requests in progress", e);
        }
        try {
            server.stop();
        } catch (Exception e) {
            LOG.error("The HTTP server did not stop cleanly", e);
        }
    }
}
