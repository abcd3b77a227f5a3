package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weir.axon.internal.limit.LimitedKey;

/** Connection limits per network, with addresses that this machine does not have. */
class ConnectionLimitTest {

    private final List<SocketChannel> channels = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    /** How many of some connections are accepted, each from its own address. */
    private int accepted(ConnectionLimit limit, int tries, String address) throws IOException {
        int accepted = 0;
        for (int i = 0; i < tries; i++) {
            SocketChannel channel = SocketChannel.open();
            channels.add(channel);
            accepted +=
                    limit.tryAdd(channel, LimitedKey.of(InetAddress.getByName(String.format(address, i + 1)))) ? 1 : 0;
        }
        return accepted;
    }

    @Test
    void ipv6Slash48MayHaveFourTimesTheConnectionsOfASlash64() throws IOException {
        ConnectionLimit limit = new ConnectionLimit(4096, 128);
        assertEquals(128, accepted(limit, 200, "2001:db8:1:1::%x"));
        assertEquals(384, accepted(limit, 500, "2001:db8:1:%x::1"), "four times as many, including the 128");
        assertEquals(128, accepted(limit, 200, "2001:db8:2:1::%x"), "another /48 is independent");
        assertEquals(200, accepted(limit, 200, "203.0.113.%d"));
        assertEquals(840, limit.openConnections());
    }

    @Test
    void closedConnectionsAreSubtractedFromEachNetwork() throws IOException {
        ConnectionLimit limit = new ConnectionLimit(4096, 1);
        assertEquals(4, accepted(limit, 10, "2001:db8:1:%x::1"));
        assertEquals(0, accepted(limit, 1, "2001:db8:1:99::1"));
        limit.onClosed(channels.get(0));
        limit.onClosed(channels.get(0));
        assertEquals(1, accepted(limit, 10, "2001:db8:1:9%x::1"), "one connection was closed");
    }
}
