package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weir.axon.internal.limit.ClientNetwork;

/** Who may have how many connections, by addresses that this machine cannot call itself from. */
class ConnectionLimitTest {

    private final List<SocketChannel> channels = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    /** How many of so many connections are let in, each from an address of its own. */
    private int accepted(ConnectionLimit count, int tries, String address) throws IOException {
        int accepted = 0;
        for (int i = 0; i < tries; i++) {
            SocketChannel channel = SocketChannel.open();
            channels.add(channel);
            accepted += count.count(channel, ClientNetwork.of(String.format(address, i + 1))) ? 1 : 0;
        }
        return accepted;
    }

    @Test
    void oneFortyEightHoldsFourTimesWhatASixtyFourHolds() throws IOException {
        ConnectionLimit count = new ConnectionLimit(4096, 128);
        assertEquals(128, accepted(count, 200, "2001:db8:1:1::%x"));
        assertEquals(384, accepted(count, 500, "2001:db8:1:%x::1"), "with the 128 four times as many");
        assertEquals(128, accepted(count, 200, "2001:db8:2:1::%x"), "its neighbour is not concerned");
        assertEquals(200, accepted(count, 200, "203.0.113.%d"));
        assertEquals(840, count.open());
    }

    @Test
    void whatIsClosedMakesRoomInEachNetwork() throws IOException {
        ConnectionLimit count = new ConnectionLimit(4096, 1);
        assertEquals(4, accepted(count, 10, "2001:db8:1:%x::1"));
        assertEquals(0, accepted(count, 1, "2001:db8:1:99::1"));
        count.onClosed(channels.get(0));
        count.onClosed(channels.get(0));
        assertEquals(1, accepted(count, 10, "2001:db8:1:9%x::1"), "that was one place");
    }
}
