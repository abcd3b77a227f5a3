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
import weir.axon.internal.limit.LimitedKey;

/** Closes a new connection if a limit is reached, before its bytes are read and memory is allocated for it. Thread-safe. */
final class ConnectionLimit implements SelectorManager.AcceptListener {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimit.class);

    private final int maxConnections;
    private final int maxPerNetwork;
    private final Map<SelectableChannel, List<LimitedKey>> networksByConnection = new HashMap<>();
    private final Map<String, Integer> countByNetwork = new HashMap<>();

    /**
     * @param maxConnections limit of all connections together
     * @param maxPerNetwork limit of the connections of one network, multiplied by {@link LimitedKey#limitFactor}
     */
    ConnectionLimit(int maxConnections, int maxPerNetwork) {
        this.maxConnections = maxConnections;
        this.maxPerNetwork = maxPerNetwork;
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        try {
            if (((SocketChannel) channel).getRemoteAddress() instanceof InetSocketAddress address
                    && !tryAdd(channel, LimitedKey.of(address.getAddress()))) {
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

    /** Returns the number of open connections. */
    synchronized int openConnections() {
        return networksByConnection.size();
    }

    /** Counts a connection for all of its networks. Returns {@code false} and counts nothing if a limit is reached. */
    synchronized boolean tryAdd(SelectableChannel channel, List<LimitedKey> networks) {
        if (networksByConnection.size() >= maxConnections || networks.stream().anyMatch(this::isFull)) {
            return false;
        }
        networksByConnection.put(channel, networks);
        networks.forEach(network -> countByNetwork.merge(network.name(), 1, Integer::sum));
        return true;
    }

    private boolean isFull(LimitedKey network) {
        return countByNetwork.getOrDefault(network.name(), 0) >= maxPerNetwork * network.limitFactor();
    }

    private synchronized void remove(SelectableChannel channel) {
        List<LimitedKey> networks = networksByConnection.remove(channel);
        if (networks != null) {
            networks.forEach(network ->
                    countByNetwork.computeIfPresent(network.name(), (name, count) -> count == 1 ? null : count - 1));
        }
    }
}
