package weir.axon.internal.listener;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
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
    private final Map<SelectableChannel, String> networkOf = new HashMap<>();
    private final Map<String, Integer> perNetwork = new HashMap<>();

    ConnectionCount(int max, int maxPerNetwork) {
        this.max = max;
        this.maxPerNetwork = maxPerNetwork;
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        try {
            String network = network((SocketChannel) channel);
            if (!count(channel, network)) {
                LOG.debug("one connection too many of {}", network);
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
        return networkOf.size();
    }

    private synchronized boolean count(SelectableChannel channel, String network) {
        int ofNetwork = perNetwork.getOrDefault(network, 0);
        if (networkOf.size() >= max || ofNetwork >= maxPerNetwork) {
            return false;
        }
        networkOf.put(channel, network);
        perNetwork.put(network, ofNetwork + 1);
        return true;
    }

    private synchronized void forget(SelectableChannel channel) {
        String network = networkOf.remove(channel);
        if (network != null) {
            perNetwork.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
        }
    }

    private static String network(SocketChannel channel) throws IOException {
        if (channel.getRemoteAddress() instanceof InetSocketAddress address) {
            return Network.of(address.getAddress());
        }
        throw new IOException("no remote address");
    }
}
