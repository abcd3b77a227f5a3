package weir.axon.internal.listener;

import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Makes the connector of an open port: HTTP/1.1 within {@link Limits}. */
public final class GuardedConnector {

    /** A dendrite sends under 2 KiB of headers. */
    private static final int HEADER_BYTES = 8 * 1024;

    private static final int ACCEPT_QUEUE = 1024;

    /** Holds many answers; the system by itself would keep megabytes for a peer that does not read. */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    private GuardedConnector() {}

    /** The connector, not yet started. */
    public static ServerConnector of(Server server, String host, int port, Limits limits) {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setResponseHeaderSize(HEADER_BYTES);
        http.setSendServerVersion(false);
        HttpConnectionFactory connections = new HttpConnectionFactory(http);
        connections.setUseInputDirectByteBuffers(false);
        ServerConnector connector = new ServerConnector(
                server, null, null, new RequestBuffers(server.getByteBufferPool()), -1, -1, connections);
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        // The watch is stricter in every phase; this is for a connection that it should not know.
        connector.setIdleTimeout(limits.keepAlive().plus(limits.handling()).toMillis());
        ConnectionWatch watch = new ConnectionWatch(limits, connector.getScheduler());
        http.addCustomizer(watch);
        connector.addBean(watch);
        connector.addBean(new ConnectionCount(limits.connections(), limits.perNetwork()));
        return connector;
    }
}
