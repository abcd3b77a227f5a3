package weir.axon.internal.listener;

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
import weir.axon.internal.access.Network;

/** Closes what is accepted beyond the limits, before anything is read or allocated for it. Thread-safe. */
final class ConnectionCount implements SelectorManager.AcceptListener {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionCount.class);

    private final int max;
    private final int maxPerNetwork;
    private final Map<SelectableChannel, List<Network>> networksOf = new HashMap<>();
    private final Map<String, Integer> perNetwork = new HashMap<>();

    /**
     * @param max connections in all
     * @param maxPerNetwork connections of a network that counts as one peer
     */
    ConnectionCount(int max, int maxPerNetwork) {
        this.max = max;
        this.maxPerNetwork = maxPerNetwork;
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        try {
            List<Network> networks = networks((SocketChannel) channel);
            if (!count(channel, networks)) {
                LOG.debug("one connection too many of {}", networks);
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("gone before it was accepted: {}", e.toString());
        }
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        forget(channel);
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        forget(channel);
    }

    /** Connections open now. */
    synchronized int open() {
        return networksOf.size();
    }

    /** Counts a connection in all of its networks, unless there is no room in one of them. */
    synchronized boolean count(SelectableChannel channel, List<Network> networks) {
        if (networksOf.size() >= max || networks.stream().anyMatch(this::isFull)) {
            return false;
        }
        networksOf.put(channel, networks);
        networks.forEach(network -> perNetwork.merge(network.name(), 1, Integer::sum));
        return true;
    }

    private boolean isFull(Network network) {
        return perNetwork.getOrDefault(network.name(), 0) >= maxPerNetwork * network.peers();
    }

    private synchronized void forget(SelectableChannel channel) {
        List<Network> networks = networksOf.remove(channel);
        if (networks != null) {
            networks.forEach(network ->
                    perNetwork.computeIfPresent(network.name(), (name, count) -> count == 1 ? null : count - 1));
        }
    }

    private static List<Network> networks(SocketChannel channel) throws IOException {
        if (channel.getRemoteAddress() instanceof InetSocketAddress address) {
            return Network.of(address.getAddress());
        }
        throw new IOException("no remote address");
    }
}
