package weir.axon.internal.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.io.SelectorManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.axon.internal.limit.ClientNetwork;

/** Closes accepted connections beyond the limits, before anything is read or allocated for them. Thread-safe. */
final class ConnectionLimit implements SelectorManager.AcceptListener {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimit.class);

    private final int max;
    private final int maxPerNetwork;
    private final Map<SelectableChannel, List<ClientNetwork>> networksOf = new HashMap<>();
    private final Map<String, Integer> perNetwork = new HashMap<>();

    /**
     * @param max all connections
     * @param maxPerNetwork connections of one network, times its share
     */
    ConnectionLimit(int max, int maxPerNetwork) {
        this.max = max;
        this.maxPerNetwork = maxPerNetwork;
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        try {
            if (((SocketChannel) channel).getRemoteAddress() instanceof InetSocketAddress address
                    && !add(channel, ClientNetwork.of(address.getAddress()))) {
                LOG.debug("Connection limit reached: closing a connection of {}", address);
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("A connection was closed before it was accepted: {}", e.toString());
        }
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        remove(channel);
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        remove(channel);
    }

    /** Connections open now. */
    synchronized int open() {
        return networksOf.size();
    }

    /** Counts a connection for all of its networks; returns {@code false} if one of them has reached its limit. */
    synchronized boolean add(SelectableChannel channel, List<ClientNetwork> networks) {
        if (networksOf.size() >= max || networks.stream().anyMatch(this::isFull)) {
            return false;
        }
        networksOf.put(channel, networks);
        networks.forEach(network -> perNetwork.merge(network.name(), 1, Integer::sum));
        return true;
    }

    private boolean isFull(ClientNetwork network) {
        return perNetwork.getOrDefault(network.name(), 0) >= maxPerNetwork * network.share();
    }

    private synchronized void remove(SelectableChannel channel) {
        List<ClientNetwork> networks = networksOf.remove(channel);
        if (networks != null) {
            networks.forEach(network ->
                    perNetwork.computeIfPresent(network.name(), (name, count) -> count == 1 ? null : count - 1));
        }
    }
}
